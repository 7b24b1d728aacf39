import { z } from 'zod'
import { statusOfEndReason, type EndReason } from './end-reason'

/** The shapes of `message.ts` as schemas, apart from it: the page has no use for their code. */

/** Every reason of the one list. */
function endReasons(): EndReason[] {
  // The list is a constant: it has these keys and no others.
  return Object.keys(statusOfEndReason) as EndReason[]
}

const endStatuses = ['completed', 'cancelled', 'failed', 'interrupted'] as const

export const endStatusSchema = z.enum(endStatuses)
export const endReasonSchema = z.enum(endReasons())

export const usageSchema = z.strictObject({
  inputTokens: z.number(),
  outputTokens: z.number(),
  reasoningTokens: z.number().optional(),
  estimated: z.boolean(),
  cost: z
    .strictObject({ amount: z.number(), currency: z.literal('USD'), pricesOf: z.string() })
    .optional(),
})

export const receiptSchema = z.strictObject({
  stoppedInMs: z.number(),
  closeUnseen: z.literal(true).optional(),
  savedInMs: z.number(),
  graceMs: z.number().optional(),
  keptCharacters: z.number(),
  outputTokens: z.number(),
  estimated: z.boolean(),
  savedTokens: z.number().optional(),
  savedBeside: z.enum(['own', 'everyone', 'catalogue']).optional(),
  savedCost: z.number().optional(),
  providerStopsBilling: z.union([z.boolean(), z.literal('unknown')]),
})

const failedCallSchema = z.strictObject({
  attempt: z.number(),
  status: z.number().optional(),
  code: z.string().optional(),
  type: z.string().optional(),
  requestId: z.string().optional(),
  cause: z.string().optional(),
  host: z.string().optional(),
  path: z.string().optional(),
})

const earlierCallSchema = z.strictObject({
  model: z.string().optional(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  endReason: endReasonSchema.optional(),
  usage: usageSchema.optional(),
})

export const messageMetadataSchema = z.strictObject({
  chatId: z.string(),
  parentId: z.string().nullable(),
  siblingIds: z.array(z.string()),
  createdAt: z.string(),
  status: z.enum(['active', ...endStatuses]),
  endReason: endReasonSchema.optional(),
  canCancel: z.boolean(),
  textLength: z.number(),
  cursor: z.string().optional(),
  model: z.string().optional(),
  sessionId: z.string().optional(),
  userMessageId: z.string().optional(),
  startedAt: z.string().optional(),
  endedAt: z.string().optional(),
  firstTokenMs: z.number().optional(),
  thoughtMs: z.number().optional(),
  modelLoading: z.literal(true).optional(),
  leftOutMessages: z.number().optional(),
  usage: usageSchema.optional(),
  earlierCalls: z.array(earlierCallSchema).optional(),
  receipt: receiptSchema.optional(),
  error: z
    .strictObject({
      message: z.string(),
      retryAfterSeconds: z.number().optional(),
      call: failedCallSchema.optional(),
    })
    .optional(),
})

/** A message as the AI SDK has it; of its parts only that each says what it is. */
export const messageSchema = z.strictObject({
  id: z.string(),
  role: z.enum(['system', 'user', 'assistant']),
  metadata: messageMetadataSchema.optional(),
  parts: z.array(z.looseObject({ type: z.string() })),
})
