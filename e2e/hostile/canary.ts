import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

type Heard = { method: string | undefined; path: string | undefined; referer: string | undefined }

/** A server that nobody should ever call. It keeps everything that it hears. */
export class Canary {
  readonly heard: Heard[] = []
  readonly #server: Server
  #connections = 0

  private constructor() {
    this.#server = createServer(({ method, url, headers }, response) => {
      this.heard.push({ method, path: url, referer: headers.referer })
      // Every origin may read this answer, so that no call is given up because of CORS.
      response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' })
      response.end('<!doctype html><title>canary</title>')
    })
    // A browser that only opens a connection is counted too.
    this.#server.on('connection', () => (this.#connections += 1))
  }

  static async listen(): Promise<Canary> {
    const canary = new Canary()
    canary.#server.listen(0, '127.0.0.1')
    await once(canary.#server, 'listening')
    return canary
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  get connections(): number {
    return this.#connections
  }

  async close(): Promise<void> {
    const closed = once(this.#server, 'close')
    this.#server.close()
    this.#server.closeAllConnections()
    await closed
  }
}
