import { z } from 'zod'
import { keyScopes } from './account'
import {
  endReasonSchema,
  endStatusSchema,
  messageSchema,
  receiptSchema,
  usageSchema,
} from './message-schema'
import { reasoningEfforts } from './model'
import { settingsSchema } from './request'

/**
 * The answers of the calls, as schemas: each verb names one as its shape, and the types that the page
 * shares must fit them. They lie apart from those types because the page has no use for this code.
 */

export const chatSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  model: z.string().nullable(),
  leafId: z.string().nullable(),
  activeMessageId: z.string().nullable(),
  activeSessionId: z.string().nullable(),
  keepGoing: z.boolean(),
  pinned: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

const hitSchema = z.strictObject({ start: z.number(), end: z.number() })
const snippetSchema = z.strictObject({ text: z.string(), hits: z.array(hitSchema) })

export const chatPageSchema = z.strictObject({
  chats: z.array(chatSchema.extend({ snippet: snippetSchema.optional() })),
  nextCursor: z.string().nullable(),
  pinned: z.array(chatSchema).optional(),
})

export const chatWithMessagesSchema = chatSchema.extend({
  messages: z.array(messageSchema),
  before: z.string().nullable(),
  settings: settingsSchema,
})

export const sentSchema = z.strictObject({
  chatId: z.string(),
  messageId: z.string(),
  userMessageId: z.string().nullable(),
})

const endedAnswerSchema = z.strictObject({
  messageId: z.string(),
  sessionId: z.string().optional(),
  status: endStatusSchema,
  endReason: endReasonSchema,
  text: z.string(),
  receipt: receiptSchema.optional(),
  usage: usageSchema.optional(),
})

export const cancelOutcomeSchema = z.union([
  endedAnswerSchema.extend({ outcome: z.enum(['cancelled', 'already_ended']) }),
  z.strictObject({
    outcome: z.literal('already_ended'),
    messageId: z.string(),
    sessionId: z.string(),
    status: z.literal('active'),
    text: z.string(),
  }),
  z.strictObject({
    outcome: z.literal('finishing'),
    messageId: z.string(),
    estimate: z.strictObject({ outputTokens: z.number(), cost: z.number().optional() }).optional(),
  }),
  z.strictObject({ outcome: z.enum(['unconfirmed', 'pending']), messageId: z.string() }),
])

export const cancelledStreamsSchema = z.strictObject({
  cancelled: z.array(z.string()),
  unconfirmed: z.array(z.string()),
})

const streamInfoSchema = z.strictObject({
  messageId: z.string(),
  chatId: z.string(),
  sessionId: z.string(),
  model: z.string(),
  startedAt: z.string(),
  lastUpdateAt: z.string(),
  chunkCount: z.number(),
  textLength: z.number(),
  followers: z.number(),
})

export const streamListSchema = z.strictObject({ streams: z.array(streamInfoSchema) })

const modelSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  contextWindow: z.number().optional(),
  reasoning: z.boolean().optional(),
  efforts: z.array(z.enum(reasoningEfforts)).readonly().optional(),
  default: z.boolean(),
})

const unreachableSchema = z.strictObject({ provider: z.string(), address: z.string().optional() })

export const modelListSchema = z.strictObject({
  models: z.array(modelSchema),
  unreachable: z.array(unreachableSchema),
})

export const personSettingsSchema = z.strictObject({
  model: z.string().nullable(),
  settings: settingsSchema,
  keepGoing: z.boolean(),
})

const budgetSchema = z.strictObject({
  limit: z.number(),
  spent: z.number(),
  resetsAt: z.string(),
})

export const accountSchema = z.strictObject({
  id: z.string(),
  guest: z.boolean(),
  admin: z.boolean(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  emailVerified: z.boolean(),
  ownerWanted: z.boolean(),
  budget: budgetSchema.nullable(),
  totalBudget: budgetSchema.nullable(),
  storage: z.strictObject({ usedBytes: z.number(), limitBytes: z.number().nullable() }),
})

const apiKeySchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  scope: z.enum(keyScopes),
  start: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.string().nullable(),
})

export const keyListSchema = z.strictObject({ keys: z.array(apiKeySchema) })
export const createdKeySchema = apiKeySchema.extend({ key: z.string() })

export const signInOptionsSchema = z.strictObject({
  guests: z.boolean(),
  signUp: z.boolean(),
  mail: z.boolean(),
  social: z.array(z.enum(['github', 'google'])),
})

export const healthSchema = z.strictObject({ status: z.literal('ok'), version: z.string() })

export const readinessSchema = z.strictObject({
  status: z.enum(['ok', 'not_ready']),
  version: z.string(),
  checks: z
    .strictObject({
      database: z.enum(['ok', 'full', 'read_only', 'away']),
      draining: z.boolean(),
    })
    .optional(),
})
