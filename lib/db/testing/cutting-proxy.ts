import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** Where the way to the database is cut: before a call reaches it, or before its answer comes back. */
export type Cut = 'call' | 'answer'

/** A way to the database at this URL, for one test, that can be cut once in the middle of a call. */
export async function openCuttingProxy(
  url: string,
): Promise<{ url: string; cutNext(cut: Cut): void }> {
  const { hostname, port } = new URL(url)
  let next: Cut | undefined
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const database = connect(Number(port), hostname)
    const ends = [client, database]
    const pass = (from: Socket, to: Socket, cut: Cut) => {
      sockets.add(from)
      from.on('data', (bytes) => {
        if (next === cut) {
          next = undefined
          for (const end of ends) end.destroy()
        } else {
          to.write(bytes)
        }
      })
      // Either end may be gone first, and takes the other along.
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    pass(client, database, 'call')
    pass(database, client, 'answer')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const through = new URL(url)
  through.port = String(address.port)
  return {
    url: through.href,
    cutNext(cut) {
      next = cut
    },
  }
}
