import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A vendor that redirects every call to another loopback address. `heard` has what came there. */
export class RedirectingVendor {
  readonly heard: string[] = []
  readonly #servers: Server[]
  readonly url: string

  private constructor(servers: Server[], url: string) {
    this.#servers = servers
    this.url = url
  }

  static async start(): Promise<RedirectingVendor> {
    const other = createServer((request, response) => {
      vendor.heard.push(`${request.url} ${JSON.stringify(request.headers)}`)
      request
        .on('data', (data: Buffer) => vendor.heard.push(data.toString()))
        .on('end', () => response.end('{}'))
    })
    const otherUrl = await listen(other)
    const first = createServer((request, response) => {
      request.resume()
      response.writeHead(307, { Location: `${otherUrl}${request.url}` }).end()
    })
    const vendor = new RedirectingVendor([first, other], await listen(first))
    return vendor
  }

  end(): void {
    for (const server of this.#servers) server.close()
  }
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
