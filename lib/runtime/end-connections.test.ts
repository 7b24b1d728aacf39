import { once } from 'node:events'
import { Agent, createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { endConnections } from './end-connections'

test('P10 a connection ends with its next response once the server drains', async () => {
  let isDraining = false
  endConnections(() => isDraining)
  const server = createServer((_request, response) => response.end('x')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => {
    agent.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const call = async () => {
    const [response] = (await once(get({ port, agent }), 'response')) as [IncomingMessage]
    await response.resume().toArray()
    return response.headers.connection
  }
  expect(await call()).toBe('keep-alive')
  isDraining = true
  expect(await call()).toBe('close')
})
