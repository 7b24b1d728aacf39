import { withBody, type Calls } from './calls.ts'
import type {
  CancelledStreams,
  CancelOutcome,
  CancelRequest,
  Chat,
  ChatPage,
  ChatSettings,
  ChatWithMessages,
  Message,
  ModelList,
  PersonSettings,
  StreamInfo,
} from './types.ts'

/** A turn to send; the sender makes all IDs, so that it can be stopped before it arrives. */
export type Turn = {
  id: string
  assistantMessageId: string
  sessionId: string
  model?: string
  /** `supersede` ends the answer that the chat is giving, also in another branch. */
  options?: { supersede?: boolean; graceMs?: number }
} & (
  | ({
      trigger: 'submit-message'
      message: { id: string; role: 'user'; parts: TextParts }
    } & ({ parentId: string | null } | { messageId: string }))
  | { trigger: 'regenerate-message' | 'continue-message'; messageId: string }
)

type TextParts = { type: 'text'; text: string }[]

/** The last `limit` messages of a chat, or of those before the message `before`. */
export type MessagePageRequest = { before?: string | undefined; limit?: number | undefined }

/** The chats to list: those that match `query`, from `cursor` on, `limit` at a time. */
export type ChatPageRequest = {
  query?: string | undefined
  cursor?: string | undefined
  limit?: number | undefined
}

export type ChatChanges = {
  title?: string | undefined
  model?: string | null | undefined
  leafId?: string | undefined
  keepGoing?: boolean | undefined
  pinned?: boolean | undefined
  /** All settings: one that is left out goes back to the model's own. */
  settings?: ChatSettings | undefined
}

/** The calls of the API, typed, each made once. Every one throws `FullstopError`. */
export interface Api {
  models: () => Promise<ModelList>
  settings: () => Promise<PersonSettings>
  updateSettings: (changes: Partial<PersonSettings>) => Promise<PersonSettings>
  listChats: (page?: ChatPageRequest, signal?: AbortSignal) => Promise<ChatPage>
  readChat: (chatId: string, page?: MessagePageRequest) => Promise<ChatWithMessages>
  createChat: (chat: { id?: string; title?: string; model?: string }) => Promise<Chat>
  updateChat: (chatId: string, changes: ChatChanges) => Promise<Chat>
  deleteChat: (chatId: string) => Promise<void>
  readMessage: (messageId: string) => Promise<Message>
  /** Resolves when the turn is written; its answer arrives with the events. */
  send: (turn: Turn) => Promise<void>
  cancel: (
    messageId: string,
    request: CancelRequest,
    signal?: AbortSignal,
  ) => Promise<CancelOutcome>
  /** Stops everything that runs, or what runs in one chat. */
  cancelAll: (
    request: { chatId?: string | undefined },
    signal?: AbortSignal,
  ) => Promise<CancelledStreams>
  /** The person's answers that are running now. */
  streams: () => Promise<StreamInfo[]>
  /** Opens the stream of everything of the person. */
  events: (signal: AbortSignal, lastEventId?: string) => Promise<Response>
  /** Sends a turn, and opens the stream of its answer. Sent again after an event, it goes on from there. */
  ask: (turn: object, signal: AbortSignal, lastEventId?: string) => Promise<Response>
  /** Opens the stream of an answer. A 204 has nothing more to tell. */
  follow: (messageId: string, signal: AbortSignal, lastEventId?: string) => Promise<Response>
  /** Opens the stream of the answer that the chat is giving. A 204: it gives none. */
  followChat: (chatId: string, signal: AbortSignal) => Promise<Response>
}

/** @param ui `6` for streams that the AI SDK's majors 5 and 6 understand */
export function createApi({ ok, json }: Calls, { ui }: { ui?: '6' | undefined } = {}): Api {
  const chatPath = (chatId: string) => `/api/chats/${encodeURIComponent(chatId)}`
  const messagePath = (messageId: string) => `/api/messages/${encodeURIComponent(messageId)}`
  return {
    models: () => json('/api/models'),
    settings: () => json('/api/settings'),
    updateSettings: (changes) => json('/api/settings', withBody('PATCH', changes)),
    listChats: (page = {}, signal) =>
      json(`/api/chats${queryOf(page)}`, signal === undefined ? {} : { signal }),
    readChat: (chatId, page = {}) => json(chatPath(chatId) + queryOf(page)),
    createChat: (chat) => json('/api/chats', withBody('POST', chat)),
    updateChat: (chatId, changes) => json(chatPath(chatId), withBody('PATCH', changes)),
    async deleteChat(chatId) {
      // A deletion outlives a page that is being left.
      await ok(chatPath(chatId), { method: 'DELETE', keepalive: true })
    },
    readMessage: (messageId) => json(messagePath(messageId)),
    async send(turn) {
      const { headers, ...init } = withBody('POST', turn)
      await ok('/api/chat', { ...init, headers: { ...headers, Prefer: 'respond-async' } })
    },
    cancel: (messageId, request, signal) =>
      json(`${messagePath(messageId)}/cancel`, {
        ...withBody('POST', request),
        ...(signal && { signal }),
        // A cancel outlives a page that is being left.
        keepalive: true,
      }),
    cancelAll: (request, signal) =>
      json('/api/streams/cancel', {
        ...withBody('POST', request),
        ...(signal && { signal }),
        keepalive: true,
      }),
    async streams() {
      return (await json<{ streams: StreamInfo[] }>('/api/streams')).streams
    },
    events: (signal, lastEventId) => ok('/api/events', after(lastEventId, signal)),
    ask(turn, signal, lastEventId) {
      const { headers, ...init } = withBody('POST', turn)
      const resumed = after(lastEventId, signal)
      return ok(`/api/chat${queryOf({ ui })}`, {
        ...init,
        ...resumed,
        headers: { ...headers, ...resumed.headers },
      })
    },
    follow: (messageId, signal, lastEventId) =>
      ok(`${messagePath(messageId)}/stream${queryOf({ ui })}`, after(lastEventId, signal)),
    followChat: (chatId, signal) =>
      ok(`/api/chat/${encodeURIComponent(chatId)}/stream${queryOf({ ui })}`, { signal }),
  }
}

function after(lastEventId: string | undefined, signal: AbortSignal) {
  return { signal, headers: lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId } }
}

function queryOf(parameters: Record<string, string | number | undefined>): string {
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : `${name}=${encodeURIComponent(value)}`,
  )
  return given.length === 0 ? '' : `?${given.join('&')}`
}
