/** For how long what a person has just done can be undone, in milliseconds. */
export const UNDO_MS = 5_000
