import type { CancelOutcome } from '@/lib/contract/cancel-outcome'
import type { Chat, ChatPage, ChatWithMessages } from '@/lib/contract/chat'
import type { Message } from '@/lib/contract/message'
import type { ModelList } from '@/lib/contract/model'
import type {
  CancelRequest,
  UpdateChatRequest,
  UpdateSettingsRequest,
} from '@/lib/contract/request'
import type { PersonSettings } from '@/lib/contract/settings'
import type { StreamInfo } from '@/lib/contract/stream-info'
import { withBody, type Calls } from './calls'

/** A turn to send; all IDs are minted here, so that it can be stopped before it arrives. */
export type Turn = {
  id: string
  assistantMessageId: string
  sessionId: string
  model?: string
  /** `supersede` ends the answer that the chat is giving, also in another branch. */
  options?: { supersede: true }
} & (
  | ({
      trigger: 'submit-message'
      message: { id: string; role: 'user'; parts: TextParts }
    } & ({ parentId: string | null } | { messageId: string }))
  | { trigger: 'regenerate-message' | 'continue-message'; messageId: string }
)

type TextParts = { type: 'text'; text: string }[]

/** The last `limit` messages of a chat, or of those before the message `before`. */
export type MessagePageRequest = { before?: string; limit?: number }

/** The chats to list: those that match `query`, from `cursor` on. */
export type ChatPageRequest = { query?: string | undefined; cursor?: string | undefined }

/** The calls of contract.md, typed. Every one throws `ApiError`. */
export interface Api {
  models(): Promise<ModelList>
  settings(): Promise<PersonSettings>
  updateSettings(changes: UpdateSettingsRequest): Promise<PersonSettings>
  listChats(page?: ChatPageRequest, signal?: AbortSignal): Promise<ChatPage>
  readChat(chatId: string, page?: MessagePageRequest): Promise<ChatWithMessages>
  updateChat(chatId: string, changes: UpdateChatRequest): Promise<Chat>
  deleteChat(chatId: string): Promise<void>
  readMessage(messageId: string): Promise<Message>
  /** Resolves when the turn is written; its answer arrives with the events. */
  send(turn: Turn): Promise<void>
  cancel(messageId: string, request: CancelRequest, signal?: AbortSignal): Promise<CancelOutcome>
  /** The person's answers that are running now. */
  streams(): Promise<StreamInfo[]>
  /** Opens `GET /api/events`. */
  events(signal: AbortSignal, lastEventId?: string): Promise<Response>
}

export function createApi({ ok, json }: Calls): Api {
  return {
    models: () => json('/api/models'),
    settings: () => json('/api/settings'),
    updateSettings: (changes) => json('/api/settings', withBody('PATCH', changes)),
    listChats: (page = {}, signal) =>
      json(`/api/chats${queryOf(page)}`, signal === undefined ? {} : { signal }),
    readChat: (chatId, page = {}) => json(`/api/chats/${chatId}${queryOf(page)}`),
    updateChat: (chatId, changes) => json(`/api/chats/${chatId}`, withBody('PATCH', changes)),
    async deleteChat(chatId) {
      // A deletion outlives a page that is being left.
      await ok(`/api/chats/${chatId}`, { method: 'DELETE', keepalive: true })
    },
    readMessage: (messageId) => json(`/api/messages/${messageId}`),
    async send(turn) {
      const { headers, ...init } = withBody('POST', turn)
      await ok('/api/chat', { ...init, headers: { ...headers, Prefer: 'respond-async' } })
    },
    cancel: (messageId, request, signal) =>
      json(`/api/messages/${messageId}/cancel`, {
        ...withBody('POST', request),
        ...(signal && { signal }),
        // A cancel outlives a page that is being left.
        keepalive: true,
      }),
    async streams() {
      return (await json<{ streams: StreamInfo[] }>('/api/streams')).streams
    },
    events: (signal, lastEventId) =>
      ok('/api/events', {
        signal,
        headers: lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId },
      }),
  }
}

function queryOf(parameters: Record<string, string | number | undefined>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${encodeURIComponent(value)}`,
  )
  return given.length === 0 ? '' : `?${given.join('&')}`
}
