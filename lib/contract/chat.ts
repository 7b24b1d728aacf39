import type { Message } from './message'
import type { ReasoningEffort } from './model'

/** The title of a chat that has none of its own. */
export const UNTITLED = 'New chat'

/** A conversation, as the list and the header need it. Times are ISO 8601. */
export type Chat = {
  id: string
  title: string
  model: string | null
  /** The last message of the path that is shown. */
  leafId: string | null
  /** The answer that is streaming now, if one is. */
  activeMessageId: string | null
  /** The session in which it streams. */
  activeSessionId: string | null
  keepGoing: boolean
  pinned: boolean
  createdAt: string
  updatedAt: string
}

/**
 * `GET /api/chats`. Without a search, the first page also brings all pinned chats, however old, if
 * there are any.
 */
export type ChatPage = { chats: ListedChat[]; nextCursor: string | null; pinned?: Chat[] }

/** A chat found by a search says where in its messages the words are, if they are there. */
export type ListedChat = Chat & { snippet?: Snippet }

/** Some plain text of a message around the words found; each hit goes from `start` to `end`. */
export type Snippet = { text: string; hits: { start: number; end: number }[] }

/** `GET /api/chats/{id}`: the current path, root first; `before` asks for earlier messages. */
export type ChatWithMessages = Chat & {
  messages: Message[]
  before: string | null
  settings: ChatSettings
}

/** The settings that go to the model with the conversation. */
export type ChatSettings = {
  systemPrompt?: string | undefined
  temperature?: number | undefined
  maxOutputTokens?: number | undefined
  reasoningEffort?: ReasoningEffort | undefined
}
