import type { Dispatcher } from 'undici'
import type { Clock } from '@/lib/platform/clock'

/** Up to so many open responses, nothing is held back. */
const FEW_RESPONSES = 20
const MANY_RESPONSES = 60

/** The longest that bytes are held back, in milliseconds: 60 if the timer is late. */
const LONGEST_WAIT_MS = 56

/** The most bytes of a response that are held back. */
const MOST_HELD_BYTES = 65_536

/** How long bytes may wait for more to come, in milliseconds, while so many responses are open. */
export function batchingWait(openResponses: number): number {
  const load = (openResponses - FEW_RESPONSES) / (MANY_RESPONSES - FEW_RESPONSES)
  return Math.round(LONGEST_WAIT_MS * Math.min(1, Math.max(0, load)))
}

type Controller = Dispatcher.DispatchController
type Handler = Dispatcher.DispatchHandler
type GivenTo<Name extends keyof Handler> = Parameters<NonNullable<Handler[Name]>>

/**
 * Hands on the bytes of responses in batches while many are open: a token's cost is mostly that of
 * waking everything behind it. Bytes that come after a pause are handed on at once.
 */
export function batchResponses(clock: Clock): Dispatcher.DispatcherComposeInterceptor {
  const open = new Set<Handler>()
  return (dispatch) => (options, handler) =>
    dispatch(options, new BatchingHandler(handler, clock, open))
}

class BatchingHandler implements Handler {
  readonly #handler: Handler
  readonly #clock: Clock
  /** All handlers whose responses are open. */
  readonly #open: Set<Handler>
  #held: Buffer[] = []
  #heldBytes = 0
  /** Set while bytes wait for more to come. */
  #stopWaiting: (() => void) | undefined

  constructor(handler: Handler, clock: Clock, open: Set<Handler>) {
    this.#handler = handler
    this.#clock = clock
    this.#open = open
  }

  onRequestStart(...given: GivenTo<'onRequestStart'>): void {
    this.#handler.onRequestStart?.(...given)
  }

  onRequestUpgrade(...given: GivenTo<'onRequestUpgrade'>): void {
    this.#handler.onRequestUpgrade?.(...given)
  }

  onResponseStart(...given: GivenTo<'onResponseStart'>): void {
    this.#open.add(this)
    this.#handler.onResponseStart?.(...given)
  }

  onResponseData(controller: Controller, bytes: Buffer): void {
    this.#held.push(bytes)
    this.#heldBytes += bytes.length
    if (this.#stopWaiting) {
      if (this.#heldBytes > MOST_HELD_BYTES) this.#handOn(controller)
      return
    }
    this.#handOn(controller)
    this.#wait(controller)
  }

  onResponseEnd(...given: GivenTo<'onResponseEnd'>): void {
    this.#handOn(given[0])
    this.#leave()
    this.#handler.onResponseEnd?.(...given)
  }

  onResponseError(...given: GivenTo<'onResponseError'>): void {
    this.#leave()
    // What came before a connection broke is part of the answer; after our own abort nobody reads it.
    // An error before the response comes without a controller, whatever its type says.
    if (this.#held.length > 0 && !given[0].aborted) this.#handOn(given[0])
    this.#handler.onResponseError?.(...given)
  }

  #wait(controller: Controller): void {
    const milliseconds = batchingWait(this.#open.size)
    if (milliseconds === 0) return
    this.#stopWaiting = this.#clock.after(milliseconds, () => {
      this.#stopWaiting = undefined
      if (this.#held.length === 0) return
      this.#handOn(controller)
      this.#wait(controller)
    })
  }

  #handOn(controller: Controller): void {
    const [first, ...more] = this.#held
    if (!first) return
    this.#held = []
    this.#heldBytes = 0
    const bytes = more.length === 0 ? first : Buffer.concat([first, ...more])
    this.#handler.onResponseData?.(controller, bytes)
  }

  #leave(): void {
    this.#open.delete(this)
    this.#stopWaiting?.()
  }
}
