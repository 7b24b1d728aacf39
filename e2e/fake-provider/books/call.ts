import { z } from 'zod'

const tokenSchema = z.object({
  kind: z.enum(['reasoning', 'text']),
  text: z.string(),
})

/** One delta of the answer. */
export type Token = z.infer<typeof tokenSchema>

/** One page of the books: the request, what was sent, and the end. Times are epoch milliseconds. */
export const callSchema = z.object({
  number: z.number(),
  key: z.string(),
  /** 1 for the first call under this key, 2 for the next (a retry, a regeneration). */
  attempt: z.number(),
  /** The name of the protocol. */
  wire: z.string(),
  model: z.string(),
  /** `messages` or `input` of the request, as received. */
  messages: z.array(z.unknown()),
  /** The system prompt of a protocol that keeps it apart from the messages, or null. */
  system: z.string().nullable(),
  /** The request's headers, names in lower case, `authorization` as given. */
  headers: z.record(z.string(), z.string()),
  startedAt: z.number(),
  headersSentAt: z.number().nullable(),
  /** The HTTP status of the response, null until its headers are sent. */
  status: z.number().nullable(),
  /** The deltas that were handed to the socket. */
  tokens: z.array(tokenSchema.extend({ sentAt: z.number() })),
  /** The exact concatenation of the text tokens. */
  text: z.string(),
  /** The exact concatenation of the reasoning tokens. */
  reasoningText: z.string(),
  /** The call waits for a release now. */
  held: z.boolean(),
  /** The call is neither finished here nor closed by the client. */
  open: z.boolean(),
  /** When this side ended the response, well or badly. */
  finishedAt: z.number().nullable(),
  /** When the client closed the connection before the response had ended. */
  closedAt: z.number().nullable(),
  abortedByClient: z.boolean(),
  /** Tokens that the fake tried to write after the close. If not 0, the fake itself is broken. */
  tokensAfterClose: z.number(),
})

export type Call = z.infer<typeof callSchema>

export const booksSchema = z.object({
  calls: z.array(callSchema),
  /** Why requests were refused and not entered in the books: at most 100 reasons, newest last. */
  refusals: z.array(z.string()),
  openCalls: z.number(),
  /** Sockets that have carried a provider call and are still open, idle ones included. */
  openConnections: z.number(),
})

export type Books = z.infer<typeof booksSchema>
