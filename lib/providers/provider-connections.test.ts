import { createServer, type Server, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connectionClosed } from './provider-connections'
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
  const closedThere = Promise.withResolvers<void>()
  respond = (response) => {
    response.on('close', closedThere.resolve)
    response.write('begun')
  }
  const response = await providerFetch(address, { signal: calling.signal })
  return { calling, response, closedThere: closedThere.promise }
}

const soon = <Value>(promise: Promise<Value>) =>
  Promise.race([promise, new Promise<'open'>((resolve) => setTimeout(resolve, 50, 'open'))])

describe('the connection of a call', () => {
  test('P3 is open until the call is aborted, and then closed', async () => {
    const { calling, response, closedThere } = await openCall()
    expect(await soon(connectionClosed(calling.signal))).toBe('open')
    calling.abort()
    await connectionClosed(calling.signal)
    await closedThere
    await expect(response.text()).rejects.toThrow('abort')
  })

  test('is that of its own call, not of another one at the same time', async () => {
    const [first, second] = [await openCall(), await openCall()]
    first.calling.abort()
    await connectionClosed(first.calling.signal)
    expect(await soon(connectionClosed(second.calling.signal))).toBe('open')
    second.calling.abort()
  })

  test('counts as closed when it is idle after a whole response', async () => {
    const { signal } = new AbortController()
    respond = (response) => response.end('all')
    const response = await providerFetch(address, { signal })
    expect(await response.text()).toBe('all')
    await connectionClosed(signal)
  })

  test('counts as closed when it could not be opened', async () => {
    server.closeAllConnections()
    server.close()
    const { signal } = new AbortController()
    await expect(providerFetch(address, { signal })).rejects.toThrow('fetch failed')
    await connectionClosed(signal)
  })

  test('R2 counts as closed at once when the call is aborted while it is being made', async () => {
    const { promise: connecting, resolve } = Promise.withResolvers<Socket>()
    // Takes the connection and never says a word of TLS.
    const silent = createTcpServer(resolve)
    await new Promise<void>((listening) => silent.listen(0, '127.0.0.1', listening))
    const { port } = silent.address() as AddressInfo
    const calling = new AbortController()
    const call = providerFetch(`https://127.0.0.1:${port}/`, { signal: calling.signal })
    const failed = call.catch(String)
    const socket = await connecting
    expect(await soon(connectionClosed(calling.signal))).toBe('open')
    calling.abort()
    expect(await soon(connectionClosed(calling.signal))).toBeUndefined()
    expect(await failed).toContain('abort')
    socket.destroy()
    silent.close()
  })

  test('that was never opened counts as closed', async () => {
    const calling = new AbortController()
    await connectionClosed(calling.signal)
    calling.abort()
    await expect(providerFetch(address, { signal: calling.signal })).rejects.toThrow('abort')
    await connectionClosed(calling.signal)
  })
})
