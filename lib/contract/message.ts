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

/** Tokens used by an answer; `estimated` when the provider did not report them. */
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

/** The effect of a stop. Times are milliseconds from the arrival of the cancel. */
export const receiptSchema = z.strictObject({
  /** Until the connection that carried the provider's call was closed. */
  stoppedInMs: z.number(),
  /** The connection was told to close, and had not closed within that time. */
  closeUnseen: z.literal(true).exactOptional(),
  /** Until the text was in the database. */
  savedInMs: z.number(),
  /** How long the answer went on after its readers, or its sender, had left; only if it ended for that. */
  graceMs: z.number().exactOptional(),
  keptCharacters: z.number(),
  outputTokens: z.number(),
  estimated: z.boolean(),
  savedTokens: z.number().exactOptional(),
  /** Whose answers of that model the saving is estimated by; `catalogue` stands for a plain guess. */
  savedBeside: z.enum(['own', 'everyone', 'catalogue']).exactOptional(),
  savedCost: z.number().exactOptional(),
  providerStopsBilling: z.union([z.boolean(), z.literal('unknown')]),
})
export type Receipt = z.infer<typeof receiptSchema>

/**
 * The facts of a failed call to a vendor, for the person who runs the server: never a word of the
 * conversation, nor a key.
 */
const failedCallSchema = z.strictObject({
  /** The number of the attempt within one answer, from 1. */
  attempt: z.number(),
  /** The status of the HTTP response, if one came. */
  status: z.number().exactOptional(),
  /** The vendor's name for the failure. */
  code: z.string().exactOptional(),
  type: z.string().exactOptional(),
  /** The ID under which the vendor knows the call. */
  requestId: z.string().exactOptional(),
  /** The system's name for the cause: `ENOTFOUND`, `DEPTH_ZERO_SELF_SIGNED_CERT`. */
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

/** One call of a model for an answer that has since gone on in other calls. Times are ISO 8601. */
const earlierCallSchema = z.strictObject({
  model: z.string().exactOptional(),
  startedAt: z.string().exactOptional(),
  endedAt: z.string().exactOptional(),
  endReason: endReasonSchema.exactOptional(),
  /** The usage of this call alone. */
  usage: usageSchema.exactOptional(),
})
export type EarlierCall = z.infer<typeof earlierCallSchema>

/** Everything about a message but its parts. Lengths are UTF-16 code units of its text parts. */
export const messageMetadataSchema = z.strictObject({
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
  /** How long the model has thought, in milliseconds. */
  thoughtMs: z.number().exactOptional(),
  /** The provider is loading the model, and nothing of the answer has come. */
  modelLoading: z.literal(true).exactOptional(),
  /** How many messages the model was not shown, because they did not fit. */
  leftOutMessages: z.number().exactOptional(),
  /** The usage of all calls together. */
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

/** The AI SDK's message with our metadata, which the wire carries and the page shows. */
export type Message = UIMessage<MessageMetadata>

/** A part of a message of ours, of any kind. */
export type MessagePart = PartOf<PartKind>
