import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { watchOpenResponses } from './open-responses'

const SECOND = 1_000
/** More than the kernel's buffers hold. */
const MUCH = Buffer.alloc(32 * 1024 * 1024)

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A real server and a client that reads nothing of its response until it resumes. */
async function openResponse() {
  const clock = createManualClock()
  const openResponses = watchOpenResponses(clock)
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  // A server has an address once it listens.
  const { port } = server.address() as AddressInfo
  // Once there is a response, that carries the error.
  const request = get({ port, host: '127.0.0.1' }).on('error', () => {})
  const [, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse]
  response.write('begun')
  const [reader] = (await once(request, 'response')) as [IncomingMessage]
  closing.push(() => {
    request.destroy()
    server.close()
  })
  return { clock, openResponses, response, reader }
}

test('P7 P8 a client that takes nothing for 30 s is broken off by an error', async () => {
  const { clock, openResponses, response, reader } = await openResponse()
  response.write(MUCH)
  await clock.advance(29 * SECOND)
  expect(response.closed).toBe(false)
  const gone = once(response, 'close')
  await clock.advance(10 * SECOND)
  await gone
  const broken = once(reader, 'error')
  reader.resume()
  await broken
  expect(reader.complete).toBe(false)
  await openResponses.none(0)
  await clock.advance(5 * SECOND)
  expect(clock.pending).toBe(0)
})

test(
  'a client that is slow but takes something now and then is not broken off',
  { timeout: 60_000 },
  async () => {
    const { clock, response, reader } = await openResponse()
    for (let round = 0; round < 5; round += 1) {
      response.write(MUCH)
      await clock.advance(25 * SECOND)
      const before = response.writableLength
      reader.resume()
      await vi.waitFor(
        () => {
          expect(response.writableLength).toBeLessThan(before)
        },
        { timeout: 20_000 },
      )
      reader.pause()
    }
    expect(response.closed).toBe(false)
  },
)

test('a client for which there is nothing to take is not broken off', async () => {
  const { clock, response, reader } = await openResponse()
  await clock.advance(600 * SECOND)
  response.end('the end')
  expect(await reader.toArray()).toHaveLength(2)
})

test('P10 an exit can wait for the last bytes, but not for ever', async () => {
  const { clock, openResponses, response, reader } = await openResponse()
  const emptied = vi.fn<() => void>()
  void openResponses.none(2 * SECOND).then(emptied)
  await clock.advance(SECOND)
  expect(emptied).not.toHaveBeenCalled()
  await clock.advance(SECOND)
  expect(emptied).toHaveBeenCalledOnce()
  const allWritten = openResponses.none(60 * SECOND)
  response.end()
  await reader.toArray()
  await allWritten
})
