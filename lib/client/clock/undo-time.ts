/** The time in which a person can undo what they have just done, in milliseconds. */
export const UNDO_MS = 5_000
