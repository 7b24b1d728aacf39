import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CancelFault } from './cancel-fault'
import { CancelProxy } from './cancel-proxy'

/** Longer than any test here takes. */
const NEVER = 60_000

/** Longer than any call here takes, also on a busy machine. */
const LATER = 400

let server: Server
let proxy: CancelProxy
/** The requests that reached the server, in that order. */
let reached: string[]

beforeEach(async () => {
  reached = []
  server = createServer((request, response) => {
    if (request.url === '/events') {
      response.write(`${request.headers.host} 1`)
      return
    }
    void (async () => {
      const chunks = await request.toArray()
      reached.push(`${request.url} ${Buffer.concat(chunks as Buffer[]).toString()}`)
      response.setHeader('X-Kept', 'yes').end('done')
    })()
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await CancelProxy.start((server.address() as { port: number }).port)
})

afterEach(async () => {
  await proxy.close()
  server.closeAllConnections()
  server.close()
})

const post = (path: string, body: string, signal?: AbortSignal) =>
  fetch(`${proxy.url}${path}`, { method: 'POST', body, ...(signal && { signal }) })
const cancel = (name: string, signal?: AbortSignal) =>
  post(`/api/messages/${name}/cancel`, `{"of":"${name}"}`, signal)
const arrived = (name: string) => `/api/messages/${name}/cancel {"of":"${name}"}`

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(2)
}

it('the proxy passes everything on in both directions as it arrives', async () => {
  const events = await fetch(`${proxy.url}/events`)
  const { value } = (await events.body?.getReader().read()) ?? {}
  expect(Buffer.from(value ?? []).toString()).toBe(`${new URL(proxy.url).host} 1`)
  const response = await cancel('a')
  expect([response.status, response.headers.get('x-kept'), await response.text()]).toEqual([
    200,
    'yes',
    'done',
  ])
  expect(reached).toEqual([arrived('a')])
  expect(proxy.records).toMatchObject([
    { messageId: 'a', body: '{"of":"a"}', fault: { kind: 'pass' }, answered: { status: 200 } },
  ])
})

it('the server learns of a browser that leaves', async () => {
  const left = once(server, 'request').then(([request]: unknown[]) =>
    once((request as { socket: NodeJS.EventEmitter }).socket, 'close'),
  )
  const leaving = new AbortController()
  await fetch(`${proxy.url}/events`, { signal: leaving.signal })
  leaving.abort()
  await expect(left).resolves.toBeDefined()
})

describe('a cancel', () => {
  const swallowed: [CancelFault, string[]][] = [
    [{ kind: 'swallow' }, []],
    [{ kind: 'swallow-answer' }, [arrived('a')]],
  ]
  it.each(swallowed)(
    'a cancel under %j is never answered, and the next one passes',
    async (fault, seen) => {
      proxy.prepare({ cancels: [fault] })
      const givingUp = new AbortController()
      const first = cancel('a', givingUp.signal)
      await waitFor(() => proxy.records.length === 1)
      await proxy.settled()
      givingUp.abort()
      await expect(first).rejects.toThrow('aborted')
      await waitFor(() => proxy.records[0]?.givenUpAt !== undefined)
      expect(reached).toEqual(seen)
      expect((await cancel('b')).status).toBe(200)
      expect(proxy.records.map(({ answered }) => answered?.status)).toEqual([undefined, 200])
    },
  )

  it('a delayed cancel arrives late, even if its sender has given up', async () => {
    proxy.prepare({ cancels: [{ kind: 'delay', milliseconds: LATER }] })
    const givingUp = new AbortController()
    const late = cancel('late', givingUp.signal)
    await waitFor(() => proxy.records.length === 1)
    givingUp.abort()
    await expect(late).rejects.toThrow('aborted')
    expect((await cancel('b')).status).toBe(200)
    await proxy.settled()
    expect(reached).toEqual([arrived('b'), arrived('late')])
    const [record] = proxy.records
    expect((record?.passedAt[0] ?? 0) - (record?.cameAt ?? 0)).toBeGreaterThanOrEqual(LATER - 5)
  })

  it('a doubled cancel arrives twice, and its copy after requests that were sent meanwhile', async () => {
    proxy.prepare({ cancels: [{ kind: 'double', milliseconds: LATER }] })
    expect((await cancel('a')).status).toBe(200)
    await post('/api/chat', 'go on')
    await proxy.settled()
    expect(reached).toEqual([arrived('a'), '/api/chat go on', arrived('a')])
    expect(proxy.records[0]?.passedAt).toHaveLength(2)
  })

  it('a cancel is overtaken by the next one that passes', async () => {
    const overtake = { kind: 'overtake', milliseconds: NEVER } as const
    proxy.prepare({ cancels: [overtake, overtake] })
    const held = [cancel('a')]
    await waitFor(() => proxy.records.length === 1)
    held.push(cancel('b'))
    await waitFor(() => proxy.records.length === 2)
    await cancel('c')
    for (const response of await Promise.all(held)) expect(response.status).toBe(200)
    expect(reached[0]).toBe(arrived('c'))
    expect(reached.toSorted()).toEqual(['a', 'b', 'c'].map(arrived))
  })

  it('a cancel that nothing overtakes passes after its wait', async () => {
    proxy.prepare({ cancels: [{ kind: 'overtake', milliseconds: 20 }] })
    expect((await cancel('a')).status).toBe(200)
  })

  it('a refused cancel is answered with or without Retry-After', async () => {
    const refuse = { kind: 'refuse', status: 503, retryAfterSeconds: 2 } as const
    proxy.prepare({ cancels: [refuse, { ...refuse, status: 502, retryAfterSeconds: undefined }] })
    const answers = [await cancel('a'), await cancel('b'), await cancel('c')]
    expect(answers.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [503, '2'],
      [502, null],
      [200, null],
    ])
    expect(reached).toEqual([arrived('c')])
  })

  it('a reset cancel loses its connection', async () => {
    proxy.prepare({ cancels: [{ kind: 'reset' }] })
    await expect(cancel('a')).rejects.toThrow('fetch failed')
    expect(reached).toEqual([])
  })

  it('a cancel passes once the network is calm', async () => {
    proxy.prepare({ cancels: [{ kind: 'swallow' }] })
    proxy.calm()
    expect((await cancel('a')).status).toBe(200)
  })
})

it('sendDelay makes one question late, even if its sender is gone', async () => {
  proxy.prepare({ sendDelay: 2 * LATER })
  const leaving = new AbortController()
  const begun = performance.now()
  const sent = post('/api/chat', 'first', leaving.signal)
  await pause(LATER)
  leaving.abort()
  await expect(sent).rejects.toThrow('aborted')
  expect(reached).toEqual([])
  await waitFor(() => reached.length === 1)
  expect(performance.now() - begun).toBeGreaterThan(2 * LATER - 5)
  expect((await post('/api/chat', 'second')).status).toBe(200)
  expect(reached).toEqual(['/api/chat first', '/api/chat second'])
})

describe('a cut', () => {
  it('a cut breaks connections and resets new ones until it is restored', async () => {
    const events = await fetch(`${proxy.url}/events`)
    proxy.cut('reset')
    await expect(events.text()).rejects.toThrow('terminated')
    await expect(cancel('a')).rejects.toThrow('fetch failed')
    proxy.restore()
    expect((await cancel('b')).status).toBe(200)
    expect(reached).toEqual([arrived('b')])
  })

  it('a cut lets new connections hang, and breaks them when it is restored', async () => {
    proxy.cut('hang')
    const hanging = cancel('a')
    const isOver = await Promise.race([hanging.then(() => true), pause(40).then(() => false)])
    expect(isOver).toBe(false)
    proxy.restore()
    await expect(hanging).rejects.toThrow('fetch failed')
    expect((await cancel('b')).status).toBe(200)
    expect(reached).toEqual([arrived('b')])
  })

  it('a cut does not stop a delayed cancel that has reached the proxy', async () => {
    proxy.prepare({ cancels: [{ kind: 'delay', milliseconds: LATER }] })
    const late = cancel('late')
    await waitFor(() => proxy.records.length === 1)
    proxy.cut('reset')
    await expect(late).rejects.toThrow('fetch failed')
    await proxy.settled()
    expect(reached).toEqual([arrived('late')])
  })
})
