import { once } from 'node:events'
import { createServer as createHttpServer } from 'node:http'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FaultProxy, type Fault } from './fault-proxy'

let server: Server
let proxy: FaultProxy

/** Both ends of one connection through the proxy, with these faults. Its client has sent "?". */
async function join(...faults: Fault[]): Promise<{ near: Socket; far: Socket }> {
  proxy.prepare({ faults: [faults] })
  const accepted = once(server, 'connection') as Promise<[Socket]>
  const near = connect({ ...address(), allowHalfOpen: true })
  near.write('?')
  const [far] = await accepted
  // Errors that a test does not wait for must not fail it.
  for (const socket of [near, far]) socket.on('error', () => {})
  return { near, far }
}

async function everything(socket: Socket): Promise<string> {
  let seen = ''
  socket.on('data', (bytes: Buffer) => (seen += bytes.toString()))
  await once(socket, 'end')
  return seen
}

const address = () => ({ host: '127.0.0.1', port: Number(new URL(proxy.url).port) })
const port = (of: Server) => (of.address() as { port: number }).port

beforeEach(async () => {
  server = createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  proxy = await FaultProxy.start(`http://127.0.0.1:${port(server)}`)
})

afterEach(async () => {
  await proxy.close()
  server.close()
})

describe('a line without faults', () => {
  it('a line passes everything on in both directions, and each end when it comes', async () => {
    const { near, far } = await join()
    near.end('question')
    expect(await everything(far)).toBe('?question')
    far.end('answer')
    expect(await everything(near)).toBe('answer')
    expect(proxy.connections[0]?.passed).toEqual({ request: 9, response: 6 })
    expect(proxy.connections[0]?.brokenAt).toBeUndefined()
  })

  it('a line tells the other side when one breaks off', async () => {
    const { near, far } = await join()
    near.resetAndDestroy()
    await expect(once(far.resume(), 'end')).rejects.toMatchObject({ code: 'ECONNRESET' })
  })
})

describe('a fault after a number of bytes', () => {
  it('a reset breaks both sides off', async () => {
    const { near, far } = await join({ kind: 'reset', direction: 'response', after: 3 })
    const farReset = once(far, 'error')
    near.write('question')
    far.write('answer')
    let seen = ''
    near.on('data', (bytes: Buffer) => (seen += bytes.toString()))
    await expect(once(near, 'end')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(await farReset).toMatchObject([{ code: 'ECONNRESET' }])
    expect('answer'.startsWith(seen) && seen.length <= 3).toBe(true)
    expect(proxy.connections[0]?.passed.response).toBe(3)
    expect(proxy.connections[0]?.brokenAt).toBeTypeOf('number')
  })

  it('an end is clean, after the bytes before it', async () => {
    const { near, far } = await join({ kind: 'end', direction: 'response', after: 3 })
    far.write('answer')
    expect(await everything(near)).toBe('ans')
    expect(proxy.connections[0]?.brokenAt).toBeTypeOf('number')
  })

  it('a stall holds one direction until it is resumed, and not the other', async () => {
    const { near, far } = await join({ kind: 'stall', direction: 'response', after: 3 })
    let seen = ''
    near.on('data', (bytes: Buffer) => (seen += bytes.toString()))
    far.write('answer')
    await once(near, 'data')
    // By the time the open direction has ended, the other could have passed its bytes too.
    near.end('question')
    await everything(far)
    expect(seen).toBe('ans')
    proxy.connections[0]?.resume('response')
    far.end('!')
    await once(near, 'end')
    expect(seen).toBe('answer!')
  })

  it('a stall lasts for its milliseconds', async () => {
    const begunAt = performance.now()
    const { near, far } = await join({
      kind: 'stall',
      direction: 'request',
      after: 0,
      milliseconds: 60,
    })
    near.end('question')
    expect(await everything(far)).toBe('?question')
    expect(performance.now() - begunAt).toBeGreaterThan(55)
    far.end()
  })

  it('the server learns of a client that leaves a stalled connection', async () => {
    const { near, far } = await join({ kind: 'stall', direction: 'response', after: 0 })
    far.write('answer')
    near.destroy()
    await expect(once(far.resume(), 'end')).resolves.toBeDefined()
  })

  it('a split cuts the bytes after it into small pieces', async () => {
    const { near, far } = await join({
      kind: 'split',
      direction: 'response',
      after: 1,
      lengths: [1, 2],
    })
    const pieces: string[] = []
    near.on('data', (bytes: Buffer) => pieces.push(bytes.toString()))
    far.end('answers')
    await once(near, 'end')
    expect(pieces.join('')).toBe('answers')
    // The first two pieces may arrive as one.
    expect(pieces.length).toBeGreaterThanOrEqual(4)
  })

  it('a delay holds up every piece after it', async () => {
    const { near, far } = await join(
      { kind: 'split', direction: 'response', after: 0, lengths: [2] },
      { kind: 'delay', direction: 'response', after: 4, milliseconds: 40 },
    )
    const begunAt = performance.now()
    far.end('answer')
    expect(await everything(near)).toBe('answer')
    expect(performance.now() - begunAt).toBeGreaterThan(35)
  })

  it('two faults happen one after the other', async () => {
    const { near, far } = await join(
      { kind: 'end', direction: 'response', after: 5 },
      { kind: 'stall', direction: 'response', after: 2, milliseconds: 10 },
    )
    far.write('answer')
    expect(await everything(near)).toBe('answe')
  })
})

describe('a plan', () => {
  it('a plan is for connections in the order of arrival, without those that are never used', async () => {
    const end: Fault = { kind: 'end', direction: 'response', after: 1 }
    proxy.prepare({ faults: [[end], []] })
    server.on('connection', (far: Socket) => void far.end('answer'))
    const read = () => {
      const near = connect(address())
      near.write('?')
      return everything(near)
    }
    connect(address()).end()
    expect(await read()).toBe('a')
    expect(await read()).toBe('answer')
    expect(await read()).toBe('answer')
  })

  it('a test can end a connection at any moment', async () => {
    const { near, far } = await join()
    far.write('answer')
    await once(near, 'data')
    proxy.connections[0]?.end()
    await expect(once(near, 'end')).resolves.toBeDefined()
  })
})

it('oldHttp makes requests HTTP/1.0, so that a clean end looks like the end of the body', async () => {
  const web = createHttpServer((request, response) => {
    response.write(`${request.httpVersion} ${request.url}`)
    response.write(' and more')
  }).listen(0, '127.0.0.1')
  await once(web, 'listening')
  const line = await FaultProxy.start(`http://127.0.0.1:${port(web)}`)
  line.prepare({ oldHttp: true })
  try {
    const response = await fetch(`${line.url}/path`)
    const body = response.text()
    line.connections[0]?.end()
    expect('1.0 /path and more'.startsWith(await body)).toBe(true)
  } finally {
    await line.close()
    web.close()
  }
})
