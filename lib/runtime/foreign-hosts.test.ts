import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { connect, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { createForeignHosts } from './foreign-hosts'

const server = createServer({ requireHostHeader: false })
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => {
  server.close()
})

/** The request that a server reads from these lines. */
async function requestOf(...lines: string[]): Promise<IncomingMessage> {
  // A server has an address once it listens.
  const { port } = server.address() as AddressInfo
  const socket = connect(port, '127.0.0.1').on('error', () => {})
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  const [request] = (await once(server, 'request')) as [IncomingMessage]
  socket.destroy()
  return request
}

function foreignHosts(environment: Record<string, string> = {}) {
  const log = createLog('silent')
  const warn = vi.spyOn(log, 'warn').mockImplementation(() => {})
  const isForeign = createForeignHosts(readConfig(environment), log)
  return { isForeign, told: () => warn.mock.calls.map(([fields]) => fields) }
}

test.each([
  ['of ours', ['GET / HTTP/1.1', 'Host: nas:3000'], false],
  ['of ours, as a whole address', ['GET http://nas/ HTTP/1.1', 'Host: nas'], false],
  ['of others', ['GET / HTTP/1.1', 'Host: evil.example'], true],
  ['of others, by a whole address', ['GET http://evil.example/ HTTP/1.1', 'Host: nas'], true],
  ['of ours, by another\u2019s address', ['GET http://nas/ HTTP/1.1', 'Host: evil.example'], true],
  ['of ours, forwarded', ['GET / HTTP/1.1', 'Host: nas', 'X-Forwarded-Host: evil.example'], false],
  ['of others, forwarded', ['GET / HTTP/1.1', 'Host: evil.example', 'X-Forwarded-Host: nas'], true],
  ['of two', ['GET / HTTP/1.1', 'Host: nas', 'Host: evil.example'], true],
  ['of two that are ours', ['GET / HTTP/1.1', 'Host: nas', 'Host: nas'], true],
  ['of none', ['GET / HTTP/1.0'], true],
  ['of none that has a name', ['GET / HTTP/1.1', 'Host:'], true],
])('P12 a request for a host %s is foreign or not', async (_, lines, refused) => {
  expect(foreignHosts().isForeign(await requestOf(...lines))).toBe(refused)
})

test('P12 probes of health and readiness may use any name, where there is a PUBLIC_URL', async () => {
  const published = foreignHosts({ PUBLIC_URL: 'https://chat.example.org' })
  const strange = (line: string) => requestOf(line, 'Host: evil.example')
  for (const path of ['/api/health', '/api/ready', '/api/ready?verbose']) {
    expect(published.isForeign(await strange(`GET ${path} HTTP/1.1`))).toBe(false)
    expect(published.isForeign(await strange(`POST ${path} HTTP/1.1`))).toBe(true)
    expect(foreignHosts().isForeign(await strange(`GET ${path} HTTP/1.1`))).toBe(true)
  }
  expect(published.isForeign(await requestOf('GET /api/health HTTP/1.0'))).toBe(false)
  expect(published.isForeign(await strange('GET /api/healthy HTTP/1.1'))).toBe(true)
})

test('P11 a foreign host is logged once and cut, and only twenty of them are', async () => {
  const { isForeign, told } = foreignHosts()
  for (const host of ['evil.example', 'evil.example', `${'x'.repeat(200)}.example`]) {
    isForeign(await requestOf('GET / HTTP/1.1', `Host: ${host}`))
  }
  expect(told()).toEqual([{ host: 'evil.example' }, { host: 'x'.repeat(100) }])
  for (let index = 0; index < 30; index += 1) {
    isForeign(await requestOf('GET / HTTP/1.1', `Host: evil-${index}.example`))
  }
  expect(told()).toHaveLength(20)
})
