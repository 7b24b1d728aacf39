import { once } from 'node:events'
import { createServer, request as open, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { NodeNextRequest, NodeNextResponse } from 'next/dist/server/base-http/node'
import { sendResponse } from 'next/dist/server/send-response'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { Feed } from '@/lib/platform/feed'
import { nextTurn } from '@/lib/platform/turns'
import { openConnection } from './connection'
import { DirectBody } from './direct-body'

type Options = { whenRevoked?: (listener: () => void) => void; signal?: AbortSignal }

/**
 * Sends a connection the way a route of Next does. Resolves with the response as its reader gets it, as
 * Node writes it, and with the promise that Next waits for.
 */
async function answered(feed: Feed<string>, options: Options = {}) {
  const { whenRevoked = () => {}, signal = new AbortController().signal } = options
  const { promise, resolve } = Promise.withResolvers<{
    written: ServerResponse
    sent: Promise<void>
  }>()
  const server = createServer((request, written) => {
    const body = openConnection({
      feed,
      encode: (event) => event,
      trailer: '[DONE]',
      signal,
      whenRevoked(listener) {
        whenRevoked(listener)
        return () => {}
      },
      response: written,
    })
    const sent = sendResponse(
      new NodeNextRequest(request),
      new NodeNextResponse(written),
      new Response(body, { headers: { 'x-kind': 'events' } }),
    )
    // Next logs it.
    sent.catch(() => {})
    resolve({ written, sent })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const call = open({ port: (server.address() as AddressInfo).port }).end()
  const [response] = (await once(call, 'response')) as [IncomingMessage]
  return { response: response.setEncoding('utf8'), ...(await promise) }
}

/** A feed of these batches of events, which then ends, or waits for ever. */
function feedOf(batches: string[][], { ends = true } = {}) {
  const left = vi.fn<() => void>()
  const read = vi.fn<() => Promise<string[] | undefined>>(async () => {
    const batch = batches.shift()
    return batch || ends ? batch : new Promise(() => {})
  })
  return { feed: { read, leave: left } satisfies Feed<string>, read, left }
}

async function textOf(response: IncomingMessage): Promise<string> {
  let text = ''
  for await (const piece of response) text += String(piece)
  return text
}

test('a body is piped by Next through its own way, with all of its text', async () => {
  const pipeTo = vi.spyOn(DirectBody.prototype, 'pipeTo')
  const plain = vi.spyOn(ReadableStream.prototype, 'pipeTo')
  const much = 'é'.repeat(300_000)
  const { feed, left } = feedOf([['a', 'b'], [], [much], ['c']])
  const { response, sent } = await answered(feed)
  expect(response.headers['x-kind']).toBe('events')
  expect(await textOf(response)).toBe(`: open\n\nab${much}c[DONE]`)
  await sent
  expect(pipeTo).toHaveBeenCalledOnce()
  expect(plain).not.toHaveBeenCalled()
  expect(left).toHaveBeenCalled()
})

test('P7 a body asks for no more than its reader takes', async () => {
  const batches = Array.from({ length: 400 }, () => ['x'.repeat(64 * 1024)])
  const { feed, read } = feedOf(batches)
  const { response, written } = await answered(feed)
  await vi.waitFor(() => expect(written.writableNeedDrain).toBe(true))
  const asked = read.mock.calls.length
  for (let turn = 0; turn < 20; turn += 1) await nextTurn()
  expect(read).toHaveBeenCalledTimes(asked)
  expect(asked).toBeLessThan(400)
  expect(await textOf(response)).toHaveLength(400 * 64 * 1024 + ': open\n\n[DONE]'.length)
})

test('a body sends a comment after 15 s of quiet', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const { feed } = feedOf([['a']], { ends: false })
  const { response } = await answered(feed)
  const [opening] = (await once(response, 'data')) as [string]
  const begun = opening.includes('a') ? undefined : await once(response, 'data')
  expect(begun === undefined ? opening : opening + String(begun[0])).toBe(': open\n\na')
  const comment = once(response, 'data')
  vi.advanceTimersByTime(15_000)
  expect(await comment).toEqual([': still here\n\n'])
})

test('P12 a body whose reader may read no more is broken off, and does not end', async () => {
  const { feed, left } = feedOf([['a']], { ends: false })
  let revoke = () => {}
  const { response, sent } = await answered(feed, {
    whenRevoked(listener) {
      revoke = listener
    },
  })
  const begun = once(response, 'data')
  const text = textOf(response)
  await begun
  revoke()
  await expect(text).rejects.toThrow('aborted')
  await expect(sent).rejects.toThrow('failed to pipe response')
  expect(left).toHaveBeenCalled()
})

test('P12 a body whose reader may read no more before it begins is never sent', async () => {
  const { feed, left } = feedOf([['a']])
  const whenRevoked = (listener: () => void) => {
    listener()
  }
  await expect(answered(feed, { whenRevoked })).rejects.toThrow('socket hang up')
  expect(left).toHaveBeenCalled()
})

test('P8 a body whose reader goes leaves its feed, and Next waits for it no longer', async () => {
  const { feed, left } = feedOf([['a']], { ends: false })
  const gone = new AbortController()
  const { response, sent, written } = await answered(feed, { signal: gone.signal })
  // Next aborts the signal of the request with its connection.
  written.once('close', () => {
    gone.abort()
  })
  await once(response, 'data')
  response.destroy()
  await sent
  expect(left).toHaveBeenCalled()
})
