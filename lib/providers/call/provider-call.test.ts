import { createServer, type Server, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ProviderCall } from './provider-call'
import { providerFetch } from './provider-fetch'

let server: Server
let address: string
let respond: (response: ServerResponse) => void

beforeEach(async () => {
  server = createServer((_, response) => {
    respond(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** Calls the server; tells when its connection is closed, as the server and as we see it. */
async function openCall() {
  const calling = new AbortController()
  const call = new ProviderCall(calling.signal)
  const closedThere = Promise.withResolvers<void>()
  respond = (response) => {
    response.on('close', closedThere.resolve)
    response.write('begun')
  }
  const response = await call.run(() => providerFetch(address, { signal: calling.signal }))
  return { calling, call, response, closedThere: closedThere.promise }
}

const soon = <Value>(promise: Promise<Value>) =>
  Promise.race([promise, new Promise<'open'>((resolve) => setTimeout(resolve, 50, 'open'))])

describe('the connection of a call', () => {
  test('P3 the connection is open until the call is aborted, and then closed', async () => {
    const { calling, call, response, closedThere } = await openCall()
    expect(await soon(call.closed())).toBe('open')
    calling.abort()
    await call.closed()
    await closedThere
    await expect(response.text()).rejects.toThrow('abort')
  })

  test('the connection is that of its own call, not of another one at the same time', async () => {
    const [first, second] = [await openCall(), await openCall()]
    first.calling.abort()
    await first.call.closed()
    expect(await soon(second.call.closed())).toBe('open')
    second.calling.abort()
  })

  test('the connection counts as closed when it is idle after a whole response', async () => {
    const call = new ProviderCall(new AbortController().signal)
    respond = (response) => response.end('all')
    const response = await call.run(() => providerFetch(address, { signal: call.signal }))
    expect(await response.text()).toBe('all')
    await call.closed()
  })

  test('the connection counts as closed when it could not be opened', async () => {
    server.closeAllConnections()
    server.close()
    const call = new ProviderCall(new AbortController().signal)
    const fetching = call.run(() => providerFetch(address, { signal: call.signal }))
    await expect(fetching).rejects.toThrow('fetch failed')
    await call.closed()
  })

  test('R2 the connection counts as closed at once when the call is aborted while connecting', async () => {
    const { promise: connecting, resolve } = Promise.withResolvers<Socket>()
    // Takes the connection and never says a word of TLS.
    const silent = createTcpServer(resolve)
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
    const { port } = silent.address() as AddressInfo
    const calling = new AbortController()
    const { signal } = calling
    const call = new ProviderCall(signal)
    const failed = call
      .run(() => providerFetch(`https://127.0.0.1:${port}/`, { signal }))
      .catch(String)
    const socket = await connecting
    expect(await soon(call.closed())).toBe('open')
    calling.abort()
    expect(await soon(call.closed())).toBeUndefined()
    expect(await failed).toContain('abort')
    socket.destroy()
    silent.close()
  })

  test('a connection that was never opened counts as closed', async () => {
    const calling = new AbortController()
    const { signal } = calling
    const call = new ProviderCall(signal)
    await call.closed()
    calling.abort()
    await expect(call.run(() => providerFetch(address, { signal }))).rejects.toThrow('abort')
    await call.closed()
  })
})
