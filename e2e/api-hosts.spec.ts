import { once } from 'node:events'
import { request as openRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { statusOfRaw } from './fuzz/raw-requests'
import { expect, test } from './harness/fixtures'
import { AppServer } from './harness/server/app-server'

type Asked = { host: string; method?: string; headers?: Record<string, string> }

/** The server's answer to a request that names this host. */
async function ask({ port }: AppServer, path: string, { host, method = 'GET', headers }: Asked) {
  const asking = openRequest({
    host: '127.0.0.1',
    port,
    path,
    method,
    headers: { host, ...headers },
  })
  asking.end(method === 'POST' ? '{}' : undefined)
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  return { status: response.statusCode, headers: response.headers, body: await text(response) }
}

async function aScriptOf(server: AppServer): Promise<string> {
  const page = await (await fetch(server.url)).text()
  const script = /\/_next\/static\/[^"]+\.js/.exec(page)?.[0]
  if (script === undefined) throw new Error('the page has no script')
  return script
}

test('P12 a request that names another host is served nothing: no call, page or file', async ({
  server,
}) => {
  const script = await aScriptOf(server)
  const paths = ['/', '/sign-in', '/nowhere', '/icon.svg', '/manifest.webmanifest', script]
  const calls = [
    '/api/health',
    '/api/models',
    '/api/nowhere',
    '/api/events',
    '/api/auth/get-session',
  ]
  for (const path of [...paths, ...calls]) {
    for (const host of ['evil.example', 'evil.example:80', 'localhost.evil.example', 'a b']) {
      const { status, headers, body } = await ask(server, path, { host })
      expect([path, host, status]).toEqual([path, host, 403])
      expect(JSON.parse(body)).toMatchObject({ error: { code: 'forbidden' } })
      expect(headers['x-request-id']).toBeTruthy()
      expect(headers['set-cookie']).toBeUndefined()
    }
    // The same request to a host of ours is let through.
    expect((await ask(server, path, { host: 'nas:3000' })).status).not.toBe(403)
  }
})

test('P12 no method, and no other header, lets another host in', async ({ server }) => {
  const json = { 'content-type': 'application/json' }
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND', 'TRACE']) {
    const asked = { host: 'evil.example', method, headers: json }
    const { status } = await ask(server, '/api/auth/sign-in/anonymous', asked)
    expect([method, status]).toEqual([method, 403])
  }
  const forwarded = { 'x-forwarded-host': 'localhost', forwarded: 'host=localhost' }
  const { status } = await ask(server, '/', { host: 'evil.example', headers: forwarded })
  expect(status).toBe(403)
  const raw = (...lines: string[]) => statusOfRaw(server.port, `${lines.join('\r\n')}\r\n\r\n`)
  expect(await raw('GET / HTTP/1.1', 'Host: localhost', 'Host: evil.example')).toBe(403)
  expect(await raw('GET http://evil.example/ HTTP/1.1', 'Host: localhost')).toBe(403)
  expect(await raw('GET / HTTP/1.0')).toBe(403)
  expect(await raw('GET /api/health HTTP/1.0', 'Host: LOCALHOST.:1')).toBe(200)
})

test('P12 a published server answers to its address, to the listed hosts, and to probes', async () => {
  const server = await AppServer.start({
    PUBLIC_URL: 'https://chat.example.org',
    ALLOWED_HOSTS: 'chat.lan.example.org',
  })
  try {
    for (const [host, status] of [
      ['chat.example.org', 200],
      ['chat.lan.example.org:3000', 200],
      ['127.0.0.1', 200],
      ['nas', 403],
      ['192.168.1.7', 403],
      ['evil.example', 403],
    ] as const) {
      expect([host, (await ask(server, '/sign-in', { host })).status]).toEqual([host, status])
      expect((await ask(server, '/api/health', { host })).status).toBe(200)
      expect((await ask(server, '/api/ready', { host })).status).toBe(200)
    }
    // The log is complete once the server has ended.
    await server.end()
    const told = server.output.split('\n').filter((line) => line.includes('ALLOWED_HOSTS'))
    expect(told.map((line) => (JSON.parse(line) as { host: string }).host)).toEqual([
      'nas',
      '192.168.1.7',
      'evil.example',
    ])
  } finally {
    await server.remove()
  }
})
