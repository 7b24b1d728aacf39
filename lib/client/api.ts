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
import { ApiError, apiErrorOf } from './api-error'

/** A turn to send; all IDs are minted here, so that it can be stopped before it arrives. */
export type Turn = {
  id: string
  assistantMessageId: string
  model?: string
} & (
  | { trigger: 'submit-message'; message: { id: string; role: 'user'; parts: TextParts } }
  | { trigger: 'regenerate-message' | 'continue-message'; messageId: string }
)

type TextParts = { type: 'text'; text: string }[]

/** The calls of contract.md, typed. Every one throws {@link ApiError}. */
export interface Api {
  models(): Promise<ModelList>
  settings(): Promise<PersonSettings>
  updateSettings(changes: UpdateSettingsRequest): Promise<PersonSettings>
  listChats(cursor?: string): Promise<ChatPage>
  readChat(chatId: string, before?: string): Promise<ChatWithMessages>
  updateChat(chatId: string, changes: UpdateChatRequest): Promise<Chat>
  deleteChat(chatId: string): Promise<void>
  readMessage(messageId: string): Promise<Message>
  /** Resolves when the turn is written; its answer arrives with the events. */
  send(turn: Turn): Promise<void>
  cancel(messageId: string, request: CancelRequest): Promise<CancelOutcome>
  /** Opens `GET /api/events`. */
  events(signal: AbortSignal, lastEventId?: string): Promise<Response>
}

/** `signIn` is called when the server knows no session; the call is then made once more. */
export function createApi(signIn: () => Promise<void>, fetch = globalThis.fetch): Api {
  let signingIn: Promise<void> | undefined

  async function call(path: string, init: RequestInit = {}): Promise<Response> {
    const first = await attempt(path, init)
    if (first.status !== 401) return first
    // Several calls find no session at once; one of them signs in for all.
    signingIn ??= signIn().finally(() => {
      signingIn = undefined
    })
    await signingIn
    return attempt(path, init)
  }

  async function attempt(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(path, init)
    } catch (error) {
      if (init.signal?.aborted) throw error
      throw new ApiError('unreachable', 'The server could not be reached.')
    }
  }

  async function ok(path: string, init?: RequestInit): Promise<Response> {
    const response = await call(path, init)
    if (!response.ok) throw await apiErrorOf(response)
    return response
  }

  /** The server is ours and speaks the contract, so the type is what the contract says. */
  async function json<Body>(path: string, init?: RequestInit): Promise<Body> {
    const response = await ok(path, init)
    try {
      return (await response.json()) as Body
    } catch {
      throw new ApiError('unreachable', 'The answer of the server broke off.')
    }
  }

  return {
    models: () => json('/api/models'),
    settings: () => json('/api/settings'),
    updateSettings: (changes) => json('/api/settings', withBody('PATCH', changes)),
    listChats: (cursor) =>
      json(`/api/chats${cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`}`),
    readChat: (chatId, before) =>
      json(`/api/chats/${chatId}${before === undefined ? '' : `?before=${before}`}`),
    updateChat: (chatId, changes) => json(`/api/chats/${chatId}`, withBody('PATCH', changes)),
    async deleteChat(chatId) {
      await ok(`/api/chats/${chatId}`, { method: 'DELETE' })
    },
    readMessage: (messageId) => json(`/api/messages/${messageId}`),
    async send(turn) {
      const { headers, ...init } = withBody('POST', turn)
      await ok('/api/chat', { ...init, headers: { ...headers, Prefer: 'respond-async' } })
    },
    cancel: (messageId, request) =>
      json(`/api/messages/${messageId}/cancel`, { ...withBody('POST', request), keepalive: true }),
    events: (signal, lastEventId) =>
      ok('/api/events', {
        signal,
        headers: lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId },
      }),
  }
}

function withBody(method: string, body: unknown) {
  return { method, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) }
}
