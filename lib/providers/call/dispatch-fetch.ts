import type { Dispatcher } from 'undici'

type Controller = Dispatcher.DispatchController
type Handler = Dispatcher.DispatchHandler
type GivenTo<Name extends keyof Handler> = Parameters<NonNullable<Handler[Name]>>

/** Responses of these statuses have no body. */
const WITHOUT_BODY = new Set([204, 205, 304])

/**
 * Makes a `fetch` over a dispatcher of undici: its own `fetch` makes several streams and signals for
 * each call, which cost more than all else of it. It takes a text as its body and follows no redirect,
 * which would take the key and the conversation to another address. Throws the errors that the
 * platform's own throws.
 */
export function fetchOver(dispatcher: Dispatcher): typeof fetch {
  return async (input, { method = 'GET', headers, body: given, signal } = {}) => {
    const body = given ?? null
    if (body !== null && typeof body !== 'string') throw new TypeError('the body has to be a text')
    signal?.throwIfAborted()
    const { origin, pathname, search, username, password } = new URL(
      input instanceof Request ? input.url : input,
    )
    if (username + password !== '') throw new TypeError('an address holds no name and no password')
    const handler = new FetchHandler(signal ?? undefined)
    try {
      dispatcher.dispatch(
        {
          origin,
          path: pathname + search,
          method: method as Dispatcher.HttpMethod,
          headers: { accept: '*/*', ...Object.fromEntries(new Headers(headers)) },
          body,
        },
        handler,
      )
    } catch (error) {
      handler.fail(error)
    }
    return handler.response
  }
}

class FetchHandler implements Handler {
  readonly response: Promise<Response>
  readonly #respond: (response: Response) => void
  readonly #refuse: (error: unknown) => void
  readonly #signal: AbortSignal | undefined
  #controller: Controller | undefined
  #body: ReadableStreamDefaultController<Uint8Array> | undefined

  constructor(signal: AbortSignal | undefined) {
    const { promise, resolve, reject } = Promise.withResolvers<Response>()
    this.response = promise
    this.#respond = resolve
    this.#refuse = reject
    this.#signal = signal
    signal?.addEventListener('abort', this.#abort)
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller
    if (this.#signal?.aborted) controller.abort(reasonOf(this.#signal))
  }

  onResponseStart(...[controller, status, headers, statusText]: GivenTo<'onResponseStart'>): void {
    // More of the response follows one of these.
    if (status < 200) return
    this.#controller = controller
    const body = WITHOUT_BODY.has(status) ? null : this.#openBody(controller)
    const init = { status, headers: headersOf(headers), statusText: toldText(statusText) }
    this.#respond(new Response(body, init))
  }

  #openBody(controller: Controller): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>({
      start: (bodyController) => {
        this.#body = bodyController
      },
      pull: () => {
        controller.resume()
      },
      cancel: (reason) => {
        this.#leave()
        controller.abort(reason instanceof Error ? reason : new Error('the answer is not read on'))
      },
    })
  }

  onResponseData(controller: Controller, bytes: Buffer): void {
    // undici hands on nothing when it goes on after a pause; queued, that would pause it again at once.
    if (bytes.length === 0) return
    this.#body?.enqueue(bytes)
    if ((this.#body?.desiredSize ?? 1) <= 0) controller.pause()
  }

  onResponseEnd(): void {
    this.#leave()?.close()
  }

  onResponseError(_: Controller, error: Error): void {
    this.fail(error)
  }

  /** Ends the call, or its response if that has begun, with an error. */
  fail(cause: unknown): void {
    if (this.#signal?.aborted) this.#endWith(reasonOf(this.#signal))
    else this.#endWith(new TypeError(this.#body ? 'terminated' : 'fetch failed', { cause }))
  }

  readonly #abort = (): void => {
    const reason = reasonOf(this.#signal)
    this.#endWith(reason)
    this.#controller?.abort(reason)
  }

  #endWith(error: unknown): void {
    this.#refuse(error)
    this.#leave()?.error(error)
  }

  /** Gives the body that ends now, if there is one: whatever still comes is for nobody. */
  #leave(): ReadableStreamDefaultController<Uint8Array> | undefined {
    this.#signal?.removeEventListener('abort', this.#abort)
    const body = this.#body
    this.#body = undefined
    return body
  }
}

/** The words next to a status, where a `Response` takes them: those in other scripts break it. */
function toldText(statusText = ''): string {
  return /^[\t -~]*$/.test(statusText) ? statusText : ''
}

function reasonOf(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason
  return reason instanceof Error ? reason : new DOMException('This call was aborted', 'AbortError')
}

function headersOf(values: GivenTo<'onResponseStart'>[2]): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(values)) {
    for (const each of [value ?? []].flat()) headers.append(name, each)
  }
  return headers
}
