/** The largest body that a send may bring, in bytes: some clients bring the whole conversation. */
export const MAX_SEND_BYTES = 8 * 1024 * 1024

/** The largest body that any other call may bring, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024

/** The longest question, in UTF-16 code units. */
export const MAX_QUESTION_CHARACTERS = 100_000

/** The longest title of a chat, in UTF-16 code units. */
export const MAX_TITLE_CHARACTERS = 200

/** The longest text to search chats for, in UTF-16 code units. */
export const MAX_QUERY_CHARACTERS = 200

/** How many messages of a path, or chats of a list, one call brings at most. */
export const MAX_PAGE_SIZE = 200

/** The longest name of a person, in UTF-16 code units. */
export const MAX_NAME_CHARACTERS = 100

/** The longest e-mail address (RFC 5321, 4.5.3.1). */
export const MAX_ADDRESS_CHARACTERS = 254

/** How many API keys a person can have. */
export const MAX_API_KEYS = 50

/** How many chats a person can have. */
export const MAX_CHATS = 10_000
