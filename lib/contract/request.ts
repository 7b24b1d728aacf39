import { z } from 'zod'
import { keyScopes } from './account'
import {
  MAX_ADDRESS_CHARACTERS,
  MAX_NAME_CHARACTERS,
  MAX_PAGE_SIZE,
  MAX_QUERY_CHARACTERS,
  MAX_TITLE_CHARACTERS,
} from './limits'
import { oneLine } from './one-line'
import { reasoningEfforts } from './reasoning-effort'

/** An ID, ours or the client's. */
export const idSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, 'is not an ID')

/** Text that every store and wire can carry: no null characters, no half surrogate pairs. */
const plainText = z
  .string()
  .refine(
    (text) => !text.includes('\0') && text.isWellFormed(),
    'contains characters that are not text',
  )

/** A text for one line among others; refused if nothing of it is visible. */
const line = plainText.overwrite((text) => oneLine(text)).min(1)

const title = line.max(MAX_TITLE_CHARACTERS)
const modelId = plainText.min(1).max(200)

export const settingsSchema = z.strictObject({
  systemPrompt: plainText.max(20_000).optional(),
  temperature: z.number().min(0).max(2).optional(),
  maxOutputTokens: z.int().min(1).max(1_000_000).optional(),
  reasoningEffort: z.enum(reasoningEfforts).optional(),
})

const questionSchema = z.object({
  id: idSchema.optional(),
  role: z.literal('user'),
  parts: z
    .array(z.object({ type: z.literal('text'), text: plainText }))
    .min(1)
    .max(64)
    .refine((parts) => parts.some((part) => part.text.trim() !== ''), 'is empty'),
})

const sendFields = {
  id: idSchema.optional(),
  messageId: idSchema.optional(),
  parentId: idSchema.nullish(),
  /** The ID of the message before the last in `messages`: the parent, when we know it. */
  previousMessageId: z.string().optional().catch(undefined),
  /** `messages` has nothing before the question: it is a first one, even if the chat has others. */
  isFirst: z.literal(true).optional().catch(undefined),
  assistantMessageId: idSchema.optional(),
  /** The ID of the session that this send begins, so that a stop can name it from the first moment. */
  sessionId: idSchema.optional(),
  model: modelId.optional(),
  options: z
    .object({
      supersede: z.boolean().optional(),
      /** How long the answer goes on when its sender has left, in milliseconds; 0 is not at all. */
      graceMs: z.int().min(0).optional(),
    })
    .optional(),
}

/**
 * `POST /api/chat`. Takes the body of the stock AI SDK client, and reads only the last one of its
 * `messages` and the ID of the one before; unknown fields are ignored.
 */
export const sendRequestSchema = z.preprocess(
  (body) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return body
    const { messages, isFirst: _, ...fields } = z.looseObject({}).parse(body)
    if (!Array.isArray(messages)) return { trigger: 'submit-message', ...fields }
    const list: unknown[] = messages
    return {
      trigger: 'submit-message',
      message: list.at(-1),
      previousMessageId: idOf(list.at(-2)),
      ...(list.length === 1 && { isFirst: fields['message'] === undefined || undefined }),
      ...fields,
    }
  },
  z.discriminatedUnion('trigger', [
    z.object({ trigger: z.literal('submit-message'), message: questionSchema, ...sendFields }),
    z.object({
      trigger: z.literal('regenerate-message'),
      /** The last message that the client shows, if that is a question. */
      message: questionSchema.optional().catch(undefined),
      ...sendFields,
    }),
    z.object({ trigger: z.literal('continue-message'), ...sendFields }),
  ]),
)
export type SendRequest = z.infer<typeof sendRequestSchema>

/** The ID of the last event that a reader got from a stream, after which the stream resumes. */
const lastEventId = z.string().optional()

/** A send that may repeat an earlier one, with the last event that its sender got from that one. */
export const sendInputSchema = sendRequestSchema.and(z.object({ lastEventId }))

function idOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'id' in message ? message.id : undefined
}

/** `POST /api/messages/{messageId}/cancel` */
export const cancelRequestSchema = z.strictObject({
  /** `sentence` lets the sentence or, in code, the line end. */
  mode: z.enum(['now', 'sentence']).optional(),
  seenTextLength: z.int().min(0).optional(),
  /** The send of this answer may not have arrived yet: then the stop waits for it. */
  beforeStart: z.boolean().optional(),
  /** The one session that the stop is for: a late stop must not touch a later session. */
  sessionId: idSchema.optional(),
})
export type CancelRequest = z.infer<typeof cancelRequestSchema>

/** `POST /api/streams/cancel` */
export const cancelStreamsRequestSchema = z.strictObject({ chatId: idSchema.optional() })

/** `POST /api/chats` */
export const createChatRequestSchema = z.strictObject({
  id: idSchema.optional(),
  title: title.optional(),
  model: modelId.optional(),
})

/** `PATCH /api/chats/{id}` */
export const updateChatRequestSchema = z.strictObject({
  title: title.optional(),
  model: modelId.nullable().optional(),
  leafId: idSchema.optional(),
  keepGoing: z.boolean().optional(),
  pinned: z.boolean().optional(),
  /** All settings: one that is left out goes back to the model's own. */
  settings: settingsSchema.optional(),
})
export type UpdateChatRequest = z.infer<typeof updateChatRequestSchema>

/** `PATCH /api/settings` */
export const updateSettingsRequestSchema = z.strictObject({
  model: modelId.nullable().optional(),
  settings: settingsSchema.optional(),
  keepGoing: z.boolean().optional(),
})

const limit = z.coerce.number().int().min(1).max(MAX_PAGE_SIZE)

/** `GET /api/chats?query=&cursor=&limit=` */
export const listChatsQuerySchema = z.strictObject({
  query: plainText.max(MAX_QUERY_CHARACTERS).optional(),
  cursor: z.string().max(200).optional(),
  limit: limit.default(50),
})

/** `GET /api/chats/{id}?before=&limit=` */
export const readChatQuerySchema = z.strictObject({
  before: idSchema.optional(),
  limit: limit.default(MAX_PAGE_SIZE),
})

/** The clients of a stream: `6` for the AI SDK's majors 5 and 6, absent for its present one. */
const ui = z
  .literal('6', { error: 'must be 6, for the AI SDK’s majors 5 and 6, or absent' })
  .optional()

/** `POST /api/chat?ui=`: as in its body, unknown fields are ignored. */
export const sendQuerySchema = z.object({ ui })

/** `GET /api/chat/{chatId}/stream?ui=` */
export const followChatQuerySchema = z.strictObject({ ui })

/** `GET /api/messages/{messageId}/stream?after=&ui=` */
export const followQuerySchema = z.strictObject({ after: z.string().optional(), ui })

/** A follow of one answer: a browser that reconnects on its own names the last event that it got. */
export const followRequestSchema = z.strictObject({ after: z.string().optional(), lastEventId })

/** `GET /api/events` */
export const followEverythingRequestSchema = z.strictObject({ lastEventId })

/** `POST /api/keys` */
export const createKeyRequestSchema = z.strictObject({
  name: line.max(100),
  scope: z.enum(keyScopes),
})
export type CreateKeyRequest = z.infer<typeof createKeyRequestSchema>

/** `POST /api/owner` */
export const becomeOwnerRequestSchema = z.strictObject({ code: plainText.min(1).max(100) })

/** `PATCH /api/account` */
export const updateAccountRequestSchema = z.strictObject({
  name: line.max(MAX_NAME_CHARACTERS).optional(),
  /** The new address: changes at once, or once the person has confirmed it by mail. */
  email: z.email('is not an e-mail address').max(MAX_ADDRESS_CHARACTERS).toLowerCase().optional(),
  /** Needed for another address: the person's password, if they have one. */
  password: plainText.max(128).optional(),
})
export type UpdateAccountRequest = z.infer<typeof updateAccountRequestSchema>

/** `DELETE /api/account` */
export const deleteAccountRequestSchema = z.strictObject({
  password: plainText.max(128).optional(),
})

/** `GET /api/export?format=` */
export const exportQuerySchema = z.strictObject({
  format: z.enum(['json', 'markdown']).default('json'),
})
