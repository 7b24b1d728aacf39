import type { ChatRequestOptions, ChatTransport, UIMessage, UIMessageChunk } from 'ai'
import { AnswerStream } from './answer-stream.ts'
import { createApi, type Api } from './api.ts'
import { createCalls, type CallOptions } from './calls.ts'
import { FullstopError } from './error.ts'
import { newClientId } from './new-id.ts'
import type { AnswerEvent, CancelOutcome } from './types.ts'

export type FullstopChatTransportOptions = CallOptions & {
  /** `6` for the majors 5 and 6 of `ai`. */
  ui?: '6'
  /** The model of every send, unless the send names one. */
  model?: string
  /** Hears how a stopped answer ended, with its receipt: the SDK's chat takes nothing more after its stop. */
  onStopped?: (outcome: CancelOutcome) => void
}

type Chunks = ReadableStream<UIMessageChunk>

/** The AI SDK's chat over Fullstop: its `stop()` is a stop on the server, from the press on. */
export class FullstopChatTransport<
  Message extends UIMessage = UIMessage,
> implements ChatTransport<Message> {
  /** A resumed answer comes from its start. */
  readonly resumeStreamIsReplay = true
  readonly #options: FullstopChatTransportOptions
  /** The newest resume of each chat: the SDK aborts the one before, which is no stop. */
  readonly #resumes = new Map<string, symbol>()

  constructor(options: FullstopChatTransportOptions = {}) {
    this.#options = options
  }

  sendMessages({
    chatId,
    messages,
    trigger,
    messageId,
    abortSignal: signal,
    body,
    headers,
  }: Parameters<ChatTransport<Message>['sendMessages']>[0]): Promise<Chunks> {
    const last = messages.at(-1)
    // `sendMessage()` without a message goes on with the last answer.
    const goesOn = trigger === 'submit-message' && last?.role === 'assistant'
    const answerId = goesOn ? last.id : newClientId()
    const sentSessionId = newClientId()
    const { model } = this.#options
    const turn = {
      ...(model !== undefined && { model }),
      ...body,
      id: chatId,
      sessionId: sentSessionId,
      // The server reads the last message, and asks of the one before only which it is.
      messages: [...messages.slice(-2, -1).map(({ id }) => ({ id })), last],
      ...(goesOn
        ? { trigger: 'continue-message', messageId: answerId }
        : { trigger, messageId, assistantMessageId: answerId }),
    }
    const api = this.#apiWith(headers)
    const answer = new AnswerStream({
      api,
      open: (connection) => api.ask(turn, connection),
      chatId,
      messageId: answerId,
      sentSessionId,
      shownLength: goesOn ? textLengthOf(last) : 0,
      signal,
    })
    signal?.addEventListener('abort', () => {
      this.#tellStop(answer)
    })
    return Promise.resolve(chunksOf(answer))
  }

  /** Resumes the answer that the chat is giving; null where it gives none. */
  async reconnectToStream({
    chatId,
    abortSignal,
    headers,
  }: Parameters<ChatTransport<Message>['reconnectToStream']>[0]): Promise<Chunks | null> {
    const resume = Symbol('resume')
    this.#resumes.set(chatId, resume)
    const api = this.#apiWith(headers)
    const opening = new AbortController()
    const resumed: { answer?: AnswerStream } = {}
    abortSignal?.addEventListener('abort', () => {
      opening.abort(abortSignal.reason)
      // A newer resume begins in the step that aborts this one.
      queueMicrotask(() => {
        if (this.#resumes.get(chatId) === resume) this.#stopChat(api, chatId, resumed.answer)
        resumed.answer?.leave()
      })
    })
    const first = await api.followChat(chatId, opening.signal)
    const messageId = first.headers.get('X-Message-Id')
    if (first.status === 204 || messageId === null) return null
    let unread: Response | undefined = first
    const open = (connection: AbortSignal) => {
      const response = unread
      unread = undefined
      return response ? Promise.resolve(response) : api.follow(messageId, connection)
    }
    resumed.answer = new AnswerStream({ api, open, chatId, messageId })
    return chunksOf(resumed.answer)
  }

  #stopChat(api: Api, chatId: string, answer: AnswerStream | undefined): void {
    if (answer) this.#tellStop(answer)
    // Which answer the chat gives is not known yet.
    else api.cancelAll({ chatId }).catch(() => {})
  }

  /** Tells what came of a stop. */
  #tellStop(answer: AnswerStream): void {
    void answer.cancel().then(this.#options.onStopped, () => {})
  }

  #apiWith(headers: ChatRequestOptions['headers']): Api {
    const { fetch = globalThis.fetch, ui, ...options } = this.#options
    const more = Object.fromEntries(new Headers(headers))
    const call: typeof globalThis.fetch = (input, init) =>
      fetch(input, { ...init, headers: { ...more, ...(init?.headers as Record<string, string>) } })
    return createApi(createCalls({ ...options, fetch: call }), { ui })
  }
}

function chunksOf(answer: AnswerStream): Chunks {
  const events = answer[Symbol.asyncIterator]()
  return new ReadableStream<UIMessageChunk>({
    async pull(controller) {
      try {
        const next = await events.next()
        if (next.done === true) controller.close()
        else controller.enqueue(chunkOf(next.value))
      } catch (error) {
        controller.error(error)
      }
    },
    cancel() {
      answer.leave()
    },
  })
}

/** Throws where a part that is shown was lost: the SDK cannot take it back. */
function chunkOf(event: AnswerEvent): UIMessageChunk {
  if (event.type === 'data-history-lost') {
    throw new FullstopError('unreachable', 'A part of the answer was lost. Load the chat again.')
  }
  return event
}

/** In UTF-16 code units, as the server counts. */
function textLengthOf({ parts }: UIMessage): number {
  return parts.reduce((length, part) => length + (part.type === 'text' ? part.text.length : 0), 0)
}
