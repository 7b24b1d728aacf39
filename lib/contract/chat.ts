import type { Message } from './message'
import type { ReasoningEffort } from './model'

/** A conversation, as the list and the header need it. Times are ISO 8601. */
export type Chat = {
  id: string
  title: string
  model: string | null
  /** The last message of the path that is shown. */
  leafId: string | null
  /** The answer that is streaming now, if one is. */
  activeMessageId: string | null
  keepGoing: boolean
  pinned: boolean
  createdAt: string
  updatedAt: string
}

/** `GET /api/chats` */
export type ChatPage = { chats: Chat[]; nextCursor: string | null }

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
