import { z } from 'zod'
import { chatSchema } from './chat'
import { messageMetadataSchema } from './message'

/** The shapes of `event.ts` as schemas, apart from it: the page has no use for their code. */

const metadata = { messageMetadata: messageMetadataSchema }

const partChunks = [
  z.strictObject({
    type: z.enum(['text-start', 'text-end', 'reasoning-start', 'reasoning-end']),
    id: z.string(),
  }),
  z.strictObject({
    type: z.enum(['text-delta', 'reasoning-delta']),
    id: z.string(),
    delta: z.string(),
  }),
] as const

/** What a stream of one answer carries as the data of its events. */
export const answerChunkSchema = z.discriminatedUnion('type', [
  ...partChunks,
  z.strictObject({ type: z.literal('start'), messageId: z.string(), ...metadata }),
  z.strictObject({ type: z.literal('message-metadata'), ...metadata }),
  z.strictObject({
    type: z.literal('finish'),
    // `other` stands for `interrupted` to clients that do not know it.
    finishReason: z.enum(['stop', 'length', 'content-filter', 'interrupted', 'other']),
    ...metadata,
  }),
  z.strictObject({ type: z.literal('abort'), reason: z.string() }),
  z.strictObject({ type: z.literal('error'), errorText: z.string() }),
  z.strictObject({
    type: z.enum(['data-history-lost', 'data-model-loading']),
    data: z.strictObject({}),
    transient: z.literal(true),
  }),
])

/** What the stream of everything of a person carries as the data of its events. */
export const personEventSchema = z.union([
  z.strictObject({
    messageId: z.string(),
    chatId: z.string(),
    cursor: z.string(),
    chunk: answerChunkSchema,
  }),
  z.strictObject({ chat: chatSchema }),
  z.strictObject({ chatDeleted: z.string() }),
])
