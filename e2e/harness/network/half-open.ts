import { connect, type Socket } from 'node:net'

/** A request that the server has not received to its end, over a connection of its own. */
export class HalfOpenRequest {
  readonly #socket: Socket
  #received = ''
  readonly #openedAt = performance.now()
  /** Resolves when the connection is closed, with how long it was open, in milliseconds. */
  readonly closed: Promise<number>

  /** Sends these bytes from this address of the loopback, and then nothing more. */
  constructor(port: number, bytes: string, from = '127.0.0.1') {
    const socket = connect({ host: '127.0.0.1', port, localAddress: from, allowHalfOpen: true })
    this.#socket = socket
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        resolve(performance.now() - this.#openedAt)
      })
    })
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      this.#received += text
    })
    // When the server ends its half or resets the whole, this half has nothing more to say.
    socket.on('end', () => socket.destroy())
    socket.on('error', () => socket.destroy())
    socket.write(bytes)
  }

  /** The status of the response; undefined while there is none. */
  get status(): number | undefined {
    const status = /^HTTP\/1\.1 (\d{3})/.exec(this.#received)?.[1]
    return status === undefined ? undefined : Number(status)
  }

  /** The code of the error in the response; undefined while there is none. */
  get code(): string | undefined {
    return /"code":"(\w+)"/.exec(this.#received)?.[1]
  }

  write(bytes: string): void {
    this.#socket.write(bytes)
  }

  end(): void {
    this.#socket.destroy()
  }
}

/** The head of a call whose body follows: `length` bytes, or chunks without a length. */
export function headOf(
  line: string,
  options: { cookie?: string; length?: number; type?: string } = {},
): string {
  const { cookie, length, type = 'application/json' } = options
  return [
    `${line} HTTP/1.1`,
    'Host: localhost',
    `Content-Type: ${type}`,
    ...(cookie === undefined ? [] : [`Cookie: ${cookie}`]),
    length === undefined ? 'Transfer-Encoding: chunked' : `Content-Length: ${length}`,
    '',
    '',
  ].join('\r\n')
}
