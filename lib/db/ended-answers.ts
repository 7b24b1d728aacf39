/** Enough for a phone that was away; a client that missed more reads the chats again. */
export const MOST_ENDED_ANSWERS = 50
