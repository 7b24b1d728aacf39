import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** A way to the server at a URL, for one test, which can break its connections or let them fall silent. */
export async function startBreakableProxy(target: string) {
  const { hostname, port } = new URL(target)
  const pairs = new Set<readonly [Socket, Socket]>()
  let isBroken = false

  const server = createServer((client) => {
    if (isBroken) {
      client.destroy()
      return
    }
    const upstream = connect(Number(port), hostname)
    const pair = [client, upstream] as const
    pairs.add(pair)
    client.pipe(upstream).pipe(client)
    const end = () => {
      for (const socket of pair) socket.destroy()
      pairs.delete(pair)
    }
    for (const socket of pair) socket.on('error', end).on('close', end)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  function breakAll(): void {
    for (const [client] of pairs) client.destroy()
  }
  onTestFinished(() => {
    breakAll()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')

  return {
    host: `127.0.0.1:${address.port}`,
    /** The open connections stay open, and carry nothing more. New ones do. */
    swallow() {
      for (const [client, upstream] of pairs) {
        client.unpipe(upstream).resume()
        upstream.unpipe(client).resume()
      }
    },
    /** There is no connection, until it is mended. */
    breakOff() {
      isBroken = true
      breakAll()
    },
    mend() {
      isBroken = false
    },
  }
}
