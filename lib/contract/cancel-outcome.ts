import { z } from 'zod'
import { endReasonSchema, endStatusSchema, receiptSchema, usageSchema } from './message'

/** How a message ended, with the text that was kept. */
const endedAnswerSchema = z.strictObject({
  messageId: z.string(),
  /** The session in which it ended. */
  sessionId: z.string().exactOptional(),
  status: endStatusSchema,
  endReason: endReasonSchema,
  text: z.string(),
  receipt: receiptSchema.exactOptional(),
  usage: usageSchema.exactOptional(),
})
export type EndedAnswer = z.infer<typeof endedAnswerSchema>

/** A message that streams again: the session that was to be stopped had ended before. */
const answerGoneOnSchema = z.strictObject({
  messageId: z.string(),
  sessionId: z.string(),
  status: z.literal('active'),
  text: z.string(),
})
export type AnswerGoneOn = z.infer<typeof answerGoneOnSchema>

/** The likely cost of letting the sentence end, by the length of the sentences before it. */
const sentenceEstimateSchema = z.strictObject({
  outputTokens: z.number(),
  cost: z.number().exactOptional(),
})
export type SentenceEstimate = z.infer<typeof sentenceEstimateSchema>

/**
 * The answer to a cancel. `unconfirmed`: the stop is on record and will be carried out; `pending`: the
 * stop waits for the send of that session; `finishing`: the answer ends with its sentence.
 */
export const cancelOutcomeSchema = z.union([
  endedAnswerSchema.extend({ outcome: z.enum(['cancelled', 'already_ended']) }),
  answerGoneOnSchema.extend({ outcome: z.literal('already_ended') }),
  z.strictObject({
    outcome: z.literal('finishing'),
    messageId: z.string(),
    estimate: sentenceEstimateSchema.exactOptional(),
  }),
  z.strictObject({ outcome: z.enum(['unconfirmed', 'pending']), messageId: z.string() }),
])
export type CancelOutcome = z.infer<typeof cancelOutcomeSchema>
