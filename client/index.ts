import { AnswerReading } from './answer-reading.ts'
import { AnswerStream } from './answer-stream.ts'
import {
  createApi,
  type ChatChanges,
  type ChatPageRequest,
  type MessagePageRequest,
} from './api.ts'
import { createCalls, type CallOptions } from './calls.ts'
import type { FullstopError } from './error.ts'
import { newClientId } from './new-id.ts'
import { readSteadily } from './read-steadily.ts'
import { retry } from './retry.ts'
import { stopAnswer } from './stop-answer.ts'
import type {
  AnswerEvent,
  CancelledStreams,
  CancelOutcome,
  CancelRequest,
  Chat,
  ChatPage,
  ChatWithMessages,
  Model,
  PersonEvent,
  StreamInfo,
} from './types.ts'

export { FullstopError, type ErrorCode, type ErrorDetails } from './error.ts'
export type { AnswerStream } from './answer-stream.ts'
export type { CallOptions as FullstopOptions } from './calls.ts'
export type { ChatChanges, ChatPageRequest, MessagePageRequest } from './api.ts'
export type * from './types.ts'

export type StreamChatOptions = {
  /** Stops the answer on the server when it aborts. */
  signal?: AbortSignal | undefined
  /** A chat to go on with, or the ID of a new one; without it, a new chat. */
  chatId?: string | undefined
  /** The message that the question follows; by default, the last of the chat. */
  parentId?: string | null | undefined
  /** A question to ask again in other words, as another branch. */
  messageId?: string | undefined
  /** By default the chat's, or the server's. */
  model?: string | undefined
  /** The answer's ID; by default, a new one. */
  assistantMessageId?: string | undefined
  /** Ends an answer that the chat is giving. */
  supersede?: boolean | undefined
  /** How long the answer goes on once it is not read here, in milliseconds; with 0, leaving is a stop. */
  graceMs?: number | undefined
}

/** The client of one server. Every call throws `FullstopError`. */
export interface Fullstop {
  /** Asks a question. The send leaves when the loop over the answer begins. */
  streamChat(text: string, options?: StreamChatOptions): AnswerStream
  /**
   * Follows an answer from its start, or after a cursor, to its end. A signal that aborts leaves it: the
   * answer goes on for whoever else reads it.
   */
  follow(
    messageId: string,
    options?: { after?: string | undefined; signal?: AbortSignal | undefined },
  ): AsyncGenerator<AnswerEvent>
  /** Stops an answer. Tried again for half a minute where the server cannot be reached. */
  cancel(messageId: string, request?: CancelRequest): Promise<CancelOutcome>
  /** Stops everything that runs, or what runs in one chat. Tried again as {@link cancel} is. */
  cancelAll(request?: { chatId?: string | undefined }): Promise<CancelledStreams>
  listStreams(): Promise<StreamInfo[]>
  readonly chats: {
    list(page?: ChatPageRequest): Promise<ChatPage>
    get(chatId: string, page?: MessagePageRequest): Promise<ChatWithMessages>
    create(chat?: { id?: string; title?: string; model?: string }): Promise<Chat>
    update(chatId: string, changes: ChatChanges): Promise<Chat>
    delete(chatId: string): Promise<void>
  }
  models(): Promise<Model[]>
  /**
   * Everything of the person as it happens, for as long as the loop lasts or until the signal aborts. An `id`
   * resumes after its event.
   */
  events(options?: {
    lastEventId?: string | undefined
    signal?: AbortSignal | undefined
  }): AsyncGenerator<PersonEvent & { id?: string }>
}

export function createFullstop(options: CallOptions = {}): Fullstop {
  const api = createApi(createCalls(options))

  return {
    streamChat(text, { signal, chatId = newClientId(), supersede, graceMs, ...turn } = {}) {
      const { assistantMessageId: messageId = newClientId() } = turn
      const sentSessionId = newClientId()
      const body = {
        ...turn,
        id: chatId,
        assistantMessageId: messageId,
        sessionId: sentSessionId,
        trigger: 'submit-message',
        message: { id: newClientId(), role: 'user', parts: [{ type: 'text', text }] },
        options: { supersede, graceMs },
      }
      // The server counts a grace of its own from the response to the send: only that may be resumed.
      const open = (connection: AbortSignal, after?: string) =>
        after === undefined || graceMs !== undefined
          ? api.ask(body, connection, after)
          : api.follow(messageId, connection, after)
      return new AnswerStream({
        api,
        open,
        chatId,
        messageId,
        // An answer that was sent before has a session of its own.
        sessionId: turn.assistantMessageId === undefined ? sentSessionId : undefined,
        isSent: true,
        seenLength: (came) => came,
        signal,
      })
    },

    async *follow(messageId, { after, signal } = {}) {
      const open = (connection: AbortSignal, lastEventId = after) =>
        api.follow(messageId, connection, lastEventId)
      yield* new AnswerReading(open).read(signal)
      signal?.throwIfAborted()
    },

    cancel: (messageId, request = {}) =>
      stopAnswer((signal) => api.cancel(messageId, request, signal)),
    cancelAll: (request = {}) => retry((signal) => api.cancelAll(request, signal)),
    listStreams: api.streams,
    chats: {
      list: (page) => api.listChats(page),
      get: api.readChat,
      create: (chat = {}) => api.createChat(chat),
      update: api.updateChat,
      delete: api.deleteChat,
    },
    models: async () => (await api.models()).models,

    async *events({ lastEventId, signal } = {}) {
      yield* readSteadily({
        signal,
        open: api.events,
        lastEventId: () => lastEventId,
        take({ id, data }) {
          lastEventId = id ?? lastEventId
          return { ...(JSON.parse(data) as PersonEvent), ...(id !== undefined && { id }) }
        },
        givesUp: isRefusal,
        ...('addEventListener' in globalThis && { network: globalThis }),
      })
      signal?.throwIfAborted()
    },
  }
}

/** Whether no later attempt at the events can do better. Without its cursor, the next one may. */
function isRefusal({ code, passing }: FullstopError): boolean {
  return !passing && code !== 'rate_limited' && code !== 'bad_request'
}
