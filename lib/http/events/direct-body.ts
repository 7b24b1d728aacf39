import { once } from 'node:events'
import type { ServerResponse } from 'node:http'

type Source = {
  /** The body for a reader that is not Next's pipe. */
  stream: UnderlyingDefaultSource<Uint8Array>
  /** The bytes after the opening, piece by piece; undefined after the last. */
  next: () => Promise<Uint8Array | undefined>
  /** Called when bytes go to the response from now on. */
  onPiped: () => void
}

/**
 * A body that writes its bytes to Node's response itself when Next pipes it there, since the two
 * streams in between cost more than all else of an event. For any other reader it is a plain stream.
 */
export class DirectBody extends ReadableStream<Uint8Array> {
  readonly #source: Source
  readonly #response: ServerResponse | undefined

  /** @param response the response that Next makes of this body, if it is known */
  constructor(source: Source, response: ServerResponse | undefined) {
    super(source.stream, { highWaterMark: 0 })
    this.#source = source
    this.#response = response
  }

  override async pipeTo(
    destination: WritableStream<Uint8Array>,
    options?: StreamPipeOptions,
  ): Promise<void> {
    if (!this.#response) return super.pipeTo(destination, options)
    const reader = this.getReader()
    const writer = destination.getWriter()
    const { promise: written, resolve, reject } = Promise.withResolvers<void>()
    // It may be rejected while the opening is still being written.
    written.catch(() => {})
    options?.signal?.addEventListener('abort', () => reject(options.signal?.reason))
    // The stream itself still says the opening, and that the reader may read no more.
    reader.closed.catch(reject)
    try {
      await writer.write((await reader.read()).value)
      this.#source.onPiped()
      this.#write(this.#response).then(resolve, reject)
      await written
      await writer.close()
    } catch (error) {
      await Promise.allSettled([reader.cancel(error), writer.abort(error)])
      throw error
    }
  }

  async #write(response: ServerResponse): Promise<void> {
    const { next } = this.#source
    for (let piece = await next(); piece; piece = await next()) {
      if (!response.write(piece)) await once(response, 'drain')
    }
  }
}
