import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import * as zlib from 'node:zlib'
import { Agent } from 'undici'
import { describe, expect, onTestFinished, test } from 'vitest'
import { decodeResponses } from './decoded-responses'
import { fetchOver } from './dispatch-fetch'

const ours = fetchOver(new Agent().compose(decodeResponses()))

/** A server that answers in this way, and its first request and response. */
async function startServer(respond: (response: ServerResponse) => void) {
  const first = Promise.withResolvers<{ response: ServerResponse }>()
  const server = createServer((request, response) => {
    request.resume()
    first.resolve({ response })
    respond(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { server, address: `http://127.0.0.1:${port}/`, first: first.promise }
}

/** The error with which a call ends. */
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'none',
    (error: Error) => `${error.name}: ${error.message}`,
  )

describe('a call', () => {
  test('a call asks, and reads the response as the platform’s fetch does', async () => {
    const asked: unknown[] = []
    const { server, address } = await startServer((response) => {
      response.writeHead(429, 'Slow Down', { 'Retry-After': '7', 'x-a': ['one', 'two'] })
      response.end('later')
    })
    server.on('request', ({ method, url, headers }) => {
      asked.push([method, url, headers['x-key'], headers['content-length']])
    })
    const init = { method: 'POST', headers: { 'X-Key': 'k' }, body: 'é' }
    for (const call of [ours, fetch]) {
      const response = await call(`${address}v1?b=1`, init)
      const { ok, status, statusText, headers } = response
      expect([ok, status, statusText]).toEqual([false, 429, 'Slow Down'])
      expect([headers.get('retry-after'), headers.get('x-a')]).toEqual(['7', 'one, two'])
      expect(await response.text()).toBe('later')
    }
    expect(asked[0]).toEqual(['POST', '/v1?b=1', 'k', '2'])
    expect(asked[0]).toEqual(asked[1])
  })

  test.each([204, 205, 304])('a response of status %d has no body', async (status) => {
    const { address } = await startServer((response) => response.writeHead(status).end())
    const response = await ours(address)
    expect([response.status, response.body]).toEqual([status, null])
  })

  test('a response that is announced by hints is read', async () => {
    const { address } = await startServer((response) => {
      response.writeEarlyHints({ link: '</a>; rel=preload' })
      response.end('whole')
    })
    expect(await (await ours(address)).text()).toBe('whole')
  })

  test('a redirect is a response like any other', async () => {
    const { address } = await startServer((response) =>
      response.writeHead(307, { location: '/elsewhere' }).end(),
    )
    const { status, headers } = await ours(address)
    expect([status, headers.get('location')]).toEqual([307, '/elsewhere'])
  })

  test('a status whose words are in another script does not break the response', async () => {
    const { address } = await startServer((response) => {
      response.socket?.end('HTTP/1.1 429 请求过多\r\ncontent-length: 2\r\n\r\nno')
    })
    const response = await ours(address)
    expect([response.status, await response.text()]).toEqual([429, 'no'])
  })

  test('a header that is no ASCII does not break the response', async () => {
    const { address } = await startServer((response) => {
      response.socket?.end('HTTP/1.1 200 OK\r\nx-city: Zürich 東京\r\ncontent-length: 2\r\n\r\nok')
    })
    const response = await ours(address)
    expect(await response.text()).toBe('ok')
    const city = Buffer.from(response.headers.get('x-city') ?? '', 'latin1')
    expect(city.toString()).toBe('Zürich 東京')
  })
})

describe('the end of a call', () => {
  const open = () => startServer((response) => response.write('begun'))

  test('an abort ends the call, and its response, with its own reason', async () => {
    const early = new AbortController()
    early.abort()
    expect(await failureOf(ours('http://127.0.0.1:1/', { signal: early.signal }))).toMatch(
      /^AbortError/,
    )
    const silent = await startServer(() => {})
    const waiting = new AbortController()
    const asking = failureOf(ours(silent.address, { signal: waiting.signal }))
    await silent.first
    waiting.abort(new Error('stopped'))
    expect(await asking).toBe('Error: stopped')
    const { address, first } = await open()
    const reading = new AbortController()
    const { body } = await ours(address, { signal: reading.signal })
    const text = failureOf(new Response(body).text())
    const closed = once((await first).response, 'close')
    reading.abort()
    expect(await text).toMatch(/^AbortError/)
    await closed
  })

  test('a response that is not read on is closed', async () => {
    const { address, first } = await open()
    const { body } = await ours(address)
    const { response } = await first
    const closed = once(response, 'close')
    await body?.cancel()
    await closed
    expect(response.writableFinished).toBe(false)
  })

  test('a call that fails says so with the words of the platform’s fetch', async () => {
    for (const call of [ours, fetch]) {
      expect(await failureOf(call('http://127.0.0.1:1/'))).toBe('TypeError: fetch failed')
      const { address, first } = await open()
      const reading = (await call(address)).text()
      ;(await first).response.destroy()
      expect(await failureOf(reading)).toBe('TypeError: terminated')
    }
    expect(await failureOf(ours('ftp://127.0.0.1/'))).toBe('TypeError: fetch failed')
    expect(await failureOf(ours('http://me:secret@127.0.0.1/'))).toMatch(/^TypeError/)
    expect(await failureOf(ours('http://127.0.0.1/', { body: new FormData() }))).toMatch(
      /^TypeError/,
    )
  })
})

describe('a compressed response', () => {
  const text = 'word '.repeat(1_000_000)

  test.each(['gzip', 'GZIP', 'x-gzip', 'deflate', 'br', 'zstd'] as const)(
    'a response in %s is read as it was before, however slowly',
    async (encoding) => {
      const compress = {
        gzip: zlib.gzipSync,
        'x-gzip': zlib.gzipSync,
        deflate: zlib.deflateSync,
        br: zlib.brotliCompressSync,
        zstd: zlib.zstdCompressSync,
      }[encoding.toLowerCase() as Lowercase<typeof encoding>]
      const { address } = await startServer((response) => {
        response.setHeader('content-encoding', encoding)
        response.end(compress(Buffer.from(text)))
      })
      const response = await ours(address)
      expect(response.headers.has('content-encoding')).toBe(false)
      expect(await response.text()).toBe(text)
    },
  )

  test.each(['identity', 'gzip'])(
    'P7 a response in %s is held back until it is read',
    async (encoding) => {
      const noise = randomBytes(32_000_000)
      const { address, first } = await startServer((response) => {
        response.setHeader('content-encoding', encoding)
        response.end(encoding === 'gzip' ? zlib.gzipSync(noise, { level: 1 }) : noise)
      })
      const response = await ours(address)
      const sent = once((await first).response, 'finish').then(() => 'sent')
      expect(await Promise.race([sent, pause(500, 'held back')])).toBe('held back')
      expect(noise.equals(Buffer.from(await response.arrayBuffer()))).toBe(true)
    },
  )

  test.each(['abort', 'cancel'] as const)(
    'P11 a response that ends by %s while it is decoded breaks nothing',
    async (end) => {
      const uncaught: unknown[] = []
      const note = (error: unknown) => uncaught.push(error)
      process.on('uncaughtException', note)
      onTestFinished(() => {
        process.off('uncaughtException', note)
      })
      const { address } = await startServer((response) => {
        response.setHeader('content-encoding', 'gzip')
        response.end(zlib.gzipSync(Buffer.from(text)))
      })
      for (let reads = 0; reads < 8; reads += 1) {
        const call = new AbortController()
        const { body } = await ours(address, { signal: call.signal })
        const reader = body?.getReader()
        for (let read = 0; read < reads; read += 1) await reader?.read()
        const last = failureOf(reader?.read() ?? Promise.resolve())
        if (end === 'abort') call.abort()
        else await reader?.cancel()
        await last
        // Reading it whole takes longer than decoding the rest of the first.
        expect(await (await ours(address)).text()).toBe(text)
      }
      expect(uncaught).toEqual([])
    },
  )

  test('a response in an encoding that nobody knows is handed on as it is', async () => {
    const { address } = await startServer((response) => {
      response.setHeader('content-encoding', 'rot13')
      response.end('jubyr')
    })
    expect(await (await ours(address)).text()).toBe('jubyr')
  })

  test('a response that is not what its encoding says breaks off, and its connection is closed', async () => {
    const { address, first } = await startServer((response) => {
      response.setHeader('content-encoding', 'gzip')
      response.write('this is no gzip')
    })
    expect(await failureOf((await ours(address)).text())).toBe('TypeError: terminated')
    const { response } = await first
    if (!response.closed) await once(response, 'close')
  })
})
