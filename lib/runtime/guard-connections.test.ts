import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { connect, type AddressInfo, type Socket } from 'node:net'
import { afterAll, expect, test, vi } from 'vitest'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { guardConnections } from './guard-connections'

const MOST = 20

const log = createLog('silent')
guardConnections(readConfig({}), log, MOST)

/** A server like Next's, which takes upgrades and answers none. */
const server = createServer((_, response) => response.end('as ever'))
server.on('upgrade', () => {})
const sockets: Socket[] = []
afterAll(() => {
  for (const socket of sockets) socket.destroy()
  server.close()
})

function portOf(listening: Server): number {
  // A server has an address once it listens.
  return (listening.address() as AddressInfo).port
}

async function connectFrom(address: string): Promise<Socket> {
  const socket = connect({ port: portOf(server), host: '127.0.0.1', localAddress: address })
  sockets.push(socket.on('error', () => {}).resume())
  await once(socket, 'connect')
  return socket
}

async function answerTo(socket: Socket, bytes: string): Promise<string> {
  socket.write(bytes)
  return String(((await once(socket, 'data')) as [Buffer])[0])
}

test('P11 an address holds so many connections and not one more, and others go on', async () => {
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {})
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const held = await Promise.all(Array.from({ length: MOST }, () => connectFrom('127.0.0.2')))
  const tooMany = await connectFrom('127.0.0.2')
  await once(tooMany, 'close')
  expect(warn).toHaveBeenCalledOnce()
  expect(warn.mock.calls[0]?.[0]).toEqual({ address: '127.0.0.2', connections: MOST })
  const request = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'
  expect(await answerTo(await connectFrom('127.0.0.3'), request)).toContain('200 OK')
  expect(held.filter(({ destroyed }) => destroyed)).toEqual([])

  // A connection that closes makes room.
  const [left] = held
  left?.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n')
  await expect.poll(() => left?.destroyed).toBe(true)
  expect(await answerTo(await connectFrom('127.0.0.2'), request)).toContain('200 OK')
})

test('P11 an upgrade is answered like any other request, and does not wait for ever', async () => {
  const upgrade =
    'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n'
  expect(await answerTo(await connectFrom('127.0.0.3'), upgrade)).toContain('200 OK')
  expect(server.headersTimeout).toBe(20_000)
})
