import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { systemClock } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import { connectToRedis } from '@/lib/redis/connect-to-redis'
import { countersInRedis } from './counters'

/** Longer than Redis has to answer, and no more than a caller may notice. */
const AT_MOST_MS = 400

/** A Redis that takes connections, and answers as long as it is `awake`; else it swallows every command. */
async function fakeRedis({ awake }: { awake: boolean }) {
  const redis = { awake, connections: 0 }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    redis.connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    socket.on('data', (data) => {
      if (!redis.awake) return
      for (const [, name = ''] of data.toString().matchAll(/^\*\d+\r\n\$\d+\r\n(\w+)/gm)) {
        socket.write(replies[name.toLowerCase()] ?? '+OK\r\n')
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { redis, url: `redis://127.0.0.1:${port}` }
}

/** Speaks RESP2 alone. Each count is 7, so that a test can tell a count of Redis by it. */
const replies: Record<string, string> = {
  hello: '-ERR unknown command HELLO\r\n',
  info: '$8\r\nloading:\r\n',
  eval: '*2\r\n:7\r\n:60000\r\n',
  evalsha: '*2\r\n:7\r\n:60000\r\n',
}

function countersOf(url: string) {
  const log = createLog('silent')
  const lines = { warn: vi.spyOn(log, 'warn'), info: vi.spyOn(log, 'info') }
  const redis = connectToRedis(url, log)
  onTestFinished(() => {
    redis.close()
  })
  const counters = countersInRedis(redis.commands, systemClock)
  const limiter = counters.make({ keyPrefix: 'test', points: 100, duration: 60 })
  /** The count after a call, and how long counting took, in milliseconds. */
  const count = async () => {
    const before = performance.now()
    const { consumedPoints } = await limiter.consume('ann', 1)
    return { consumedPoints, took: performance.now() - before }
  }
  return { count, lines }
}

describe('P13 Redis', () => {
  test('Redis counts where it answers', async () => {
    const { url } = await fakeRedis({ awake: true })
    const { count, lines } = countersOf(url)
    await vi.waitFor(() => expect(lines.info).toHaveBeenCalledTimes(1))
    expect((await count()).consumedPoints).toBe(7)
    expect(lines.warn).not.toHaveBeenCalled()
  })

  test('a Redis that swallows everything from the first connection on holds no call up', async () => {
    const { redis, url } = await fakeRedis({ awake: false })
    const { count, lines } = countersOf(url)
    const [first, second] = [await count(), await count()]
    expect([first.consumedPoints, second.consumedPoints]).toEqual([1, 2])
    expect(Math.max(first.took, second.took)).toBeLessThan(AT_MOST_MS)
    // Each of the two connections has come again, one of them more than once.
    await vi.waitFor(() => expect(redis.connections).toBeGreaterThan(4), { timeout: 5_000 })
    expect(lines.warn).toHaveBeenCalledTimes(1)
  })

  test('a Redis that falls silent holds up only the calls of one moment, and is used once it answers', async () => {
    const { redis, url } = await fakeRedis({ awake: true })
    const { count, lines } = countersOf(url)
    await vi.waitFor(() => expect(lines.info).toHaveBeenCalledTimes(1))
    redis.awake = false
    const together = await Promise.all([count(), count(), count()])
    expect(together.map(({ consumedPoints }) => consumedPoints)).toEqual([1, 2, 3])
    for (const { took } of together) expect(took).toBeLessThan(AT_MOST_MS)
    const before = performance.now()
    for (let call = 0; call < 20; call += 1) await count()
    expect(performance.now() - before).toBeLessThan(AT_MOST_MS)
    expect(lines.warn).toHaveBeenCalledTimes(1)

    redis.awake = true
    await vi.waitFor(async () => expect((await count()).consumedPoints).toBe(7), { timeout: 2_000 })
    expect(lines.info).toHaveBeenCalledTimes(2)
    expect(lines.warn).toHaveBeenCalledTimes(1)
  })
})
