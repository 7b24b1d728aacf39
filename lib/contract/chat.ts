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
 * `GET /api/chats`. The first page that is not searched for brings all that is pinned, too, however
 * old, where there is any.
 */
export type ChatPage = { chats: ListedChat[]; nextCursor: string | null; pinned?: Chat[] }

/** A chat that was searched for says where in its messages the words are, if they are there. */
export type ListedChat = Chat & { snippet?: Snippet }

/** Some plain text of a message around what was found in it; each hit from `start` to `end`. */
export type Snippet = { text: string; hits: { start: number; end: number }[] }

/** `GET /api/chats/{id}`: the current path, root first; `before` asks for what comes earlier. */
export type ChatWithMessages = Chat & {
  messages: Message[]
  before: string | null
  settings: ChatSettings
}

/** What the model is told besides the conversation. */
export type ChatSettings = {
  systemPrompt?: string | undefined
  temperature?: number | undefined
  maxOutputTokens?: number | undefined
  reasoningEffort?: ReasoningEffort | undefined
}
