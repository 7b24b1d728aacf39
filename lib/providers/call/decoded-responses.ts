import type { Transform } from 'node:stream'
import * as zlib from 'node:zlib'
import type { Dispatcher } from 'undici'

type Controller = Dispatcher.DispatchController
type Handler = Dispatcher.DispatchHandler
type GivenTo<Name extends keyof Handler> = Parameters<NonNullable<Handler[Name]>>

const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants
const zip = { flush: Z_SYNC_FLUSH, finishFlush: Z_SYNC_FLUSH }
const brotli = { flush: BROTLI_OPERATION_FLUSH, finishFlush: BROTLI_OPERATION_FLUSH }

/** As browsers do, these read on where a server has left out the end. */
const decoders: Readonly<Record<string, () => Transform>> = {
  gzip: () => zlib.createGunzip(zip),
  'x-gzip': () => zlib.createGunzip(zip),
  deflate: () => zlib.createInflate(zip),
  br: () => zlib.createBrotliDecompress(brotli),
  zstd: () => zlib.createZstdDecompress(),
}

/**
 * Hands on what was compressed as it was before. Calls ask for no compression, but some servers, and
 * proxies in front of them, do not heed that.
 */
export function decodeResponses(): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) => dispatch(options, new DecodingHandler(handler))
}

class DecodingHandler implements Handler {
  readonly #handler: Handler
  #decoder: Transform | undefined
  /** How the connection broke, while what came before is still decoded. */
  #failure: Error | undefined

  constructor(handler: Handler) {
    this.#handler = handler
  }

  onRequestStart(...given: GivenTo<'onRequestStart'>): void {
    this.#handler.onRequestStart?.(...given)
  }

  onRequestUpgrade(...given: GivenTo<'onRequestUpgrade'>): void {
    this.#handler.onRequestUpgrade?.(...given)
  }

  onResponseStart(...given: GivenTo<'onResponseStart'>): void {
    const [controller, status, allHeaders, statusText] = given
    const { 'content-encoding': encoding, 'content-length': _, ...headers } = allHeaders
    const decoder = decoders[String(encoding).toLowerCase()]?.()
    if (!decoder) {
      this.#handler.onResponseStart?.(...given)
      return
    }
    this.#decoder = decoder
    const decoded = new DecodedController(decoder, controller)
    this.#handler.onResponseStart?.(decoded, status, headers, statusText)
    decoder
      .on('data', (bytes: Buffer) => this.#handler.onResponseData?.(decoded, bytes))
      .on('drain', () => {
        controller.resume()
      })
      .on('end', () => {
        if (this.#failure) this.#handler.onResponseError?.(decoded, this.#failure)
        else this.#handler.onResponseEnd?.(decoded, {})
      })
      .on('error', (error: Error) => {
        this.#handler.onResponseError?.(decoded, this.#failure ?? error)
        controller.abort(error)
      })
  }

  onResponseData(controller: Controller, bytes: Buffer): void {
    if (!this.#decoder) this.#handler.onResponseData?.(controller, bytes)
    else if (!this.#decoder.write(bytes)) controller.pause()
  }

  onResponseEnd(...given: GivenTo<'onResponseEnd'>): void {
    if (this.#decoder) this.#decoder.end()
    else this.#handler.onResponseEnd?.(...given)
  }

  onResponseError(controller: Controller, error: Error): void {
    if (this.#decoder && !controller.aborted) {
      this.#failure = error
      this.#decoder.end()
      return
    }
    // Once it is destroyed, nothing more comes out of the decoder.
    this.#decoder?.destroy()
    this.#handler.onResponseError?.(controller, error)
  }
}

/** The controller of a response for its reader, who holds the decoder back and not the connection. */
class DecodedController implements Controller {
  readonly #decoder: Transform
  readonly #controller: Controller

  constructor(decoder: Transform, controller: Controller) {
    this.#decoder = decoder
    this.#controller = controller
  }

  get aborted(): boolean {
    return this.#controller.aborted
  }

  get reason(): Error | null {
    return this.#controller.reason
  }

  get paused(): boolean {
    return this.#decoder.isPaused()
  }

  pause(): void {
    this.#decoder.pause()
  }

  resume(): void {
    this.#decoder.resume()
  }

  abort(reason: Error): void {
    // A response that has come whole cannot be aborted, but there may be much of it still to decode.
    this.#decoder.destroy()
    this.#controller.abort(reason)
  }
}
