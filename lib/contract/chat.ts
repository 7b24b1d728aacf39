import { z } from 'zod'
import { messageSchema, type Message } from './message'
import { settingsSchema } from './request'

/** The title of a chat that has none of its own. */
export const UNTITLED = 'New chat'

/** A conversation, as the list and the header need it. Times are ISO 8601. */
export const chatSchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  model: z.string().nullable(),
  /** The last message of the path that is shown. */
  leafId: z.string().nullable(),
  /** The answer that is streaming now, if one is. */
  activeMessageId: z.string().nullable(),
  /** The session in which it streams. */
  activeSessionId: z.string().nullable(),
  keepGoing: z.boolean(),
  pinned: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
})
export type Chat = z.infer<typeof chatSchema>

/** Some plain text of a message around the words that were found; each hit from `start` to `end`. */
const snippetSchema = z.strictObject({
  text: z.string(),
  hits: z.array(z.strictObject({ start: z.number(), end: z.number() })),
})
export type Snippet = z.infer<typeof snippetSchema>

/** A chat found by a search has a snippet if the words are in its messages, and not only its title. */
const listedChatSchema = chatSchema.extend({ snippet: snippetSchema.exactOptional() })
export type ListedChat = z.infer<typeof listedChatSchema>

/**
 * `GET /api/chats`. The first page of the whole list also brings every pinned chat, however old; a
 * page of a search brings none.
 */
export const chatPageSchema = z.strictObject({
  chats: z.array(listedChatSchema),
  nextCursor: z.string().nullable(),
  pinned: z.array(chatSchema).exactOptional(),
})
export type ChatPage = z.infer<typeof chatPageSchema>

/** `GET /api/chats/{id}`: the current path, root first; `before` asks for earlier messages. */
export const chatWithMessagesSchema = chatSchema.extend({
  messages: z.array(messageSchema),
  before: z.string().nullable(),
  settings: settingsSchema,
})
export type ChatWithMessages = Omit<z.infer<typeof chatWithMessagesSchema>, 'messages'> & {
  messages: Message[]
}

/** The settings that go to the model with the conversation. */
export type ChatSettings = z.infer<typeof settingsSchema>

/** `POST /api/chat`: the IDs under which a turn was stored; no question of its own for a retry. */
export const sentSchema = z.strictObject({
  chatId: z.string(),
  messageId: z.string(),
  userMessageId: z.string().nullable(),
})
