import type { Dispatcher } from 'undici'
import type { Clock } from '@/lib/platform/clock'
import type { AnswerEvents } from '@/lib/providers/wires/answer-events'

/**
 * How long a vendor may take to end a response after the last of its answer, in milliseconds: most
 * end it at once, and their connections are used again.
 */
const LAST_BYTES_MS = 200

/** How long a call's usage may take to come after the answer's end, in milliseconds. */
const USAGE_MS = 3_000

type Controller = Dispatcher.DispatchController
type Handler = Dispatcher.DispatchHandler
type GivenTo<Name extends keyof Handler> = Parameters<NonNullable<Handler[Name]>>

/**
 * Hands on the answer of one call as the AI SDK understands it, and ends it as soon as it is whole,
 * whatever its connection does then. Refusals pass as they are.
 */
export function mendResponse(
  events: AnswerEvents,
  clock: Clock,
): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, new MendingHandler(handler, events, clock))
}

class MendingHandler implements Handler {
  readonly #handler: Handler
  readonly #events: AnswerEvents
  readonly #clock: Clock
  #mends = false
  #ended = false
  #callOff: (() => void) | undefined

  constructor(handler: Handler, events: AnswerEvents, clock: Clock) {
    this.#handler = handler
    this.#events = events
    this.#clock = clock
  }

  onRequestStart(...given: GivenTo<'onRequestStart'>): void {
    this.#handler.onRequestStart?.(...given)
  }

  onRequestUpgrade(...given: GivenTo<'onRequestUpgrade'>): void {
    this.#handler.onRequestUpgrade?.(...given)
  }

  onResponseStart(...given: GivenTo<'onResponseStart'>): void {
    const [, status, headers] = given
    this.#mends = status >= 200 && status < 300 && headers['content-encoding'] === undefined
    this.#handler.onResponseStart?.(...given)
  }

  onResponseData(controller: Controller, bytes: Buffer): void {
    if (this.#ended) return
    if (!this.#mends) {
      this.#handler.onResponseData?.(controller, bytes)
      return
    }
    const { finished, over } = this.#events
    this.#handOn(controller, this.#events.read(bytes))
    if (this.#events.over && !over) this.#endAfter(LAST_BYTES_MS, controller)
    else if (this.#events.finished && !finished) this.#endAfter(USAGE_MS, controller)
  }

  onResponseEnd(...given: GivenTo<'onResponseEnd'>): void {
    const [controller, trailers] = given
    if (!this.#ended) this.#end(controller, trailers)
  }

  onResponseError(controller: Controller, error: Error): void {
    if (this.#ended) return
    // After its end the answer is whole, whatever breaks; but an abort is our own.
    if (this.#events.finished && !controller.aborted) {
      this.#end(controller, {})
      return
    }
    this.#callOff?.()
    this.#handler.onResponseError?.(controller, error)
  }

  #endAfter(milliseconds: number, controller: Controller): void {
    this.#callOff?.()
    this.#callOff = this.#clock.after(milliseconds, () => {
      this.#end(controller, {})
      controller.abort(new Error('The answer is over, and its connection was left open.'))
    })
  }

  #end(controller: Controller, trailers: GivenTo<'onResponseEnd'>[1]): void {
    this.#ended = true
    this.#callOff?.()
    if (this.#mends) this.#handOn(controller, this.#events.end())
    this.#handler.onResponseEnd?.(controller, trailers)
  }

  #handOn(controller: Controller, text: string): void {
    if (text !== '') this.#handler.onResponseData?.(controller, Buffer.from(text))
  }
}
