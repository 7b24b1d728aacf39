import type { ChatRequestOptions, ChatTransport, UIMessage, UIMessageChunk } from 'ai'
import { AnswerStream, type AnswerStreamOptions } from './answer-stream.ts'
import { createApi, type Api } from './api.ts'
import { createCalls, type CallOptions } from './calls.ts'
import { FullstopError } from './error.ts'
import { newClientId } from './new-id.ts'
import type { AnswerEvent, CancelOutcome } from './types.ts'

export type FullstopChatTransportOptions = CallOptions & {
  /** `6` for the majors 5 and 6 of `ai`. */
  ui?: '6' | undefined
  /** The model of every send, unless the send names one. */
  model?: string | undefined
  /** Hears how a stopped answer ended, with its receipt: the SDK's chat takes nothing more after its stop. */
  onStopped?: ((outcome: CancelOutcome) => void) | undefined
  /** Hears that a stop did not get through for half a minute, or was refused: the answer may go on. */
  onStopFailed?: ((error: unknown) => void) | undefined
}

type Chunks = ReadableStream<UIMessageChunk>

/** The newest resume of each chat in this program. The SDK aborts the one before, which is no stop. */
const newestResume = new Map<string, symbol>()

/** The AI SDK's chat over Fullstop: its `stop()` is a stop on the server, from the press on. */
export class FullstopChatTransport<
  Message extends UIMessage = UIMessage,
> implements ChatTransport<Message> {
  /** A resumed answer comes from its start. */
  readonly resumeStreamIsReplay = true
  readonly #options: FullstopChatTransportOptions

  constructor(options: FullstopChatTransportOptions = {}) {
    this.#options = options
  }

  sendMessages({
    chatId,
    messages,
    trigger,
    messageId,
    abortSignal,
    body,
    headers,
  }: Parameters<ChatTransport<Message>['sendMessages']>[0]): Promise<Chunks> {
    const last = messages.at(-1)
    // `sendMessage()` without a message goes on with the last answer.
    const goesOn = trigger === 'submit-message' && last?.role === 'assistant'
    const answerId = goesOn ? last.id : newClientId()
    const sessionId = newClientId()
    const { model } = this.#options
    const turn = {
      ...(model !== undefined && { model }),
      ...body,
      id: chatId,
      sessionId,
      // The server reads the last message, and asks of the one before only which it is.
      messages: [...messages.slice(-2, -1).map(({ id }) => ({ id })), last],
      ...(goesOn
        ? { trigger: 'continue-message', messageId: answerId }
        : { trigger, messageId, assistantMessageId: answerId }),
    }
    const shown = goesOn ? textLengthOf(last) : 0
    const api = this.#apiWith(headers)
    const answer = this.#answerOf(abortSignal, {
      api,
      // Only the send may be resumed, since the server counts a grace of its own from that.
      open: (connection, after) => api.ask(turn, connection, after),
      chatId,
      messageId: answerId,
      sessionId,
      isSent: true,
      // A continue brings the new text alone.
      seenLength: (came, atStart = shown) => (goesOn ? atStart + came : came),
    })
    return Promise.resolve(answer)
  }

  /** Resumes the answer that the chat is giving; null where it gives none. */
  async reconnectToStream({
    chatId,
    abortSignal,
    headers,
  }: Parameters<ChatTransport<Message>['reconnectToStream']>[0]): Promise<Chunks | null> {
    newestResume.set(chatId, Symbol('resume'))
    const api = this.#apiWith(headers)
    const opening = new AbortController()
    const stop = new AbortController()
    const aborted = new Promise<never>((_resolve, reject) => {
      abortSignal?.addEventListener('abort', () => {
        const newest = newestResume.get(chatId)
        // A newer resume of the chat begins in the step that aborts this one.
        queueMicrotask(() => {
          const isStop = newestResume.get(chatId) === newest
          ;(isStop ? stop : opening).abort(abortSignal.reason)
          reject(abortSignal.reason as Error)
        })
      })
    })
    aborted.catch(() => {})
    // A stop before the headers is carried out once they tell which answer it is.
    return Promise.race([this.#resume(api, chatId, opening, stop.signal), aborted])
  }

  async #resume(
    api: Api,
    chatId: string,
    opening: AbortController,
    stop: AbortSignal,
  ): Promise<Chunks | null> {
    const first = await api.followChat(chatId, opening.signal)
    const messageId = first.headers.get('X-Message-Id')
    if (first.status === 204 || messageId === null) {
      opening.abort()
      return null
    }
    let unread: Response | undefined = first
    return this.#answerOf(stop, {
      api,
      open(connection, after) {
        const response = unread
        unread = undefined
        if (!response) return api.follow(messageId, connection, after)
        connection.addEventListener('abort', () => {
          opening.abort()
        })
        return Promise.resolve(response)
      },
      chatId,
      messageId,
      isSent: false,
      // The chat may have shown all that there was before this replay.
      seenLength: (came, atStart) => (atStart === undefined ? undefined : Math.max(came, atStart)),
    })
  }

  /** The chunks of an answer, which stops when the signal aborts, also where it has by now. */
  #answerOf(signal: AbortSignal | undefined, options: AnswerStreamOptions): Chunks {
    const answer = new AnswerStream({ ...options, signal })
    const { onStopped, onStopFailed } = this.#options
    const tellStop = () => {
      answer.cancel().then(onStopped, onStopFailed ?? (() => {}))
    }
    // The send is not made then; an answer that is resumed runs already.
    if (signal?.aborted && !options.isSent) tellStop()
    signal?.addEventListener('abort', tellStop)
    return chunksOf(answer, signal)
  }

  #apiWith(headers: ChatRequestOptions['headers']): Api {
    const { fetch, ui, ...options } = this.#options
    const call: typeof globalThis.fetch = (input, init) => {
      const all = new Headers(headers)
      // One name, one value: those of the API are stronger.
      for (const [name, value] of new Headers(init?.headers)) all.set(name, value)
      return (fetch ?? globalThis.fetch)(input, { ...init, headers: all })
    }
    return createApi(createCalls({ ...options, fetch: call }), { ui })
  }
}

function chunksOf(answer: AnswerStream, signal: AbortSignal | undefined): Chunks {
  const events = answer[Symbol.asyncIterator]()
  const leave = () => {
    // A stop leaves by itself, once it has got through.
    if (!signal?.aborted) answer.leave()
    void events.return(undefined).catch(() => {})
  }
  return new ReadableStream<UIMessageChunk>({
    async pull(controller) {
      try {
        const next = await events.next()
        if (next.done === true) controller.close()
        else controller.enqueue(chunkOf(next.value))
      } catch (error) {
        controller.error(error)
        leave()
      }
    },
    cancel: leave,
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
