/** How long a stop waits for its send, in milliseconds. */
export const CANCEL_REQUEST_MS = 30_000

/** The session of a stop that names none. */
export const ANY_SESSION = ''
