import type { UIMessage } from 'ai'
import { z } from 'zod'
import { statusOfEndReason, type EndReason } from './end-reason'
import type { PartKind, PartOf } from './parts/part-kinds'

/** Every reason of the one list. */
function endReasons(): EndReason[] {
  // The list is a constant: it has these keys and no others.
  return Object.keys(statusOfEndReason) as EndReason[]
}

const endStatuses = ['completed', 'cancelled', 'failed', 'interrupted'] as const

export const endStatusSchema = z.enum(endStatuses)
export const endReasonSchema = z.enum(endReasons())

/** Tokens used by an answer; `estimated` when the provider did not tell. */
export const usageSchema = z.strictObject({
  inputTokens: z.number(),
  outputTokens: z.number(),
  reasoningTokens: z.number().exactOptional(),
  estimated: z.boolean(),
  cost: z
    .strictObject({ amount: z.number(), currency: z.literal('USD'), pricesOf: z.string() })
    .exactOptional(),
})
export type Usage = z.infer<typeof usageSchema>

/** What a stop achieved. Times are milliseconds from the arrival of the cancel. */
export const receiptSchema = z.strictObject({
  /** Until the connection that carried the provider's call was closed. */
  stoppedInMs: z.number(),
  /** It was told to close, and had not within this time. */
  closeUnseen: z.literal(true).exactOptional(),
  /** Until the text was in the database. */
  savedInMs: z.number(),
  /** How long it was let go on after everybody had left; only where that is why it ended. */
  graceMs: z.number().exactOptional(),
  keptCharacters: z.number(),
  outputTokens: z.number(),
  estimated: z.boolean(),
  savedTokens: z.number().exactOptional(),
  /** Whose answers of that model tell how long this one would have been; else it is a guess. */
  savedBeside: z.enum(['own', 'everyone', 'catalogue']).exactOptional(),
  savedCost: z.number().exactOptional(),
  providerStopsBilling: z.union([z.boolean(), z.literal('unknown')]),
})
export type Receipt = z.infer<typeof receiptSchema>

/**
 * What is known of a call to a vendor that failed, for the owner of the server: nothing of it is a word
 * of the conversation or a key.
 */
const failedCallSchema = z.strictObject({
  /** Of one answer, from 1. */
  attempt: z.number(),
  /** Of the HTTP response, where one came. */
  status: z.number().exactOptional(),
  /** How the vendor calls the failure. */
  code: z.string().exactOptional(),
  type: z.string().exactOptional(),
  /** Under which the vendor knows the call. */
  requestId: z.string().exactOptional(),
  /** What broke, as the system calls it: `ENOTFOUND`, `DEPTH_ZERO_SELF_SIGNED_CERT`. */
  cause: z.string().exactOptional(),
  host: z.string().exactOptional(),
  /** Without its query. */
  path: z.string().exactOptional(),
})
export type FailedCall = z.infer<typeof failedCallSchema>

/** A failure as a person may read it; `call` is for the owner of the server alone. */
const answerErrorSchema = z.strictObject({
  message: z.string(),
  retryAfterSeconds: z.number().exactOptional(),
  call: failedCallSchema.exactOptional(),
})
export type AnswerError = z.infer<typeof answerErrorSchema>

/** One call of a model for an answer that has gone on in others since. Times are ISO 8601. */
const earlierCallSchema = z.strictObject({
  model: z.string().exactOptional(),
  startedAt: z.string().exactOptional(),
  endedAt: z.string().exactOptional(),
  endReason: endReasonSchema.exactOptional(),
  /** Of this call alone. */
  usage: usageSchema.exactOptional(),
})
export type EarlierCall = z.infer<typeof earlierCallSchema>

/** Everything about a message but its parts. Lengths are UTF-16 code units of its text parts. */
const messageMetadataSchema = z.strictObject({
  chatId: z.string(),
  parentId: z.string().nullable(),
  siblingIds: z.array(z.string()),
  createdAt: z.string(),
  status: z.enum(['active', ...endStatuses]),
  endReason: endReasonSchema.exactOptional(),
  canCancel: z.boolean(),
  textLength: z.number(),
  cursor: z.string().exactOptional(),
  model: z.string().exactOptional(),
  sessionId: z.string().exactOptional(),
  userMessageId: z.string().exactOptional(),
  startedAt: z.string().exactOptional(),
  endedAt: z.string().exactOptional(),
  firstTokenMs: z.number().exactOptional(),
  /** How long it has been thinking, in milliseconds. */
  thoughtMs: z.number().exactOptional(),
  /** The provider is loading the model, and nothing of the answer has come. */
  modelLoading: z.literal(true).exactOptional(),
  /** How many messages were left out of what the model was shown: they did not fit. */
  leftOutMessages: z.number().exactOptional(),
  /** Of all calls together. */
  usage: usageSchema.exactOptional(),
  /** The calls before the last one, oldest first. */
  earlierCalls: z.array(earlierCallSchema).exactOptional(),
  receipt: receiptSchema.exactOptional(),
  error: answerErrorSchema.exactOptional(),
})
export type MessageMetadata = z.infer<typeof messageMetadataSchema>

/** A message as the AI SDK has it; of its parts only that each says what it is. */
export const messageSchema = z.strictObject({
  id: z.string(),
  role: z.enum(['system', 'user', 'assistant']),
  metadata: messageMetadataSchema.exactOptional(),
  parts: z.array(z.looseObject({ type: z.string() })),
})

/** The AI SDK's message with our metadata: what the wire carries and the page shows. */
export type Message = UIMessage<MessageMetadata>

/** What a message of ours is made of: a part of any kind. */
export type MessagePart = PartOf<PartKind>
