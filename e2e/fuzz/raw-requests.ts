import { once } from 'node:events'
import { connect } from 'node:net'

/** How long the server may be silent, in milliseconds; some of these requests never end. */
const PATIENCE_MS = 2_000

/** Requests that no HTTP client would write, byte for byte, with this cookie. */
export function rawRequests(cookie: string): Record<string, string> {
  const head = (line: string, ...headers: string[]) =>
    [line, 'Host: localhost', `Cookie: ${cookie}`, ...headers, '', ''].join('\r\n')
  const post = (...headers: string[]) =>
    head('POST /api/chats HTTP/1.1', 'Content-Type: application/json', ...headers)
  return {
    'a body that is shorter than it says': `${post('Content-Length: 100')}{}`,
    'a body that is longer than it says': `${post('Content-Length: 1')}{}`,
    'a negative length': `${post('Content-Length: -1')}{}`,
    'a huge length': `${post('Content-Length: 99999999999999999999')}{}`,
    'two lengths': `${post('Content-Length: 2', 'Content-Length: 3')}{}`,
    'a length and chunks': `${post('Content-Length: 2', 'Transfer-Encoding: chunked')}0\r\n\r\n`,
    'an unknown transfer coding': `${post('Transfer-Encoding: nonsense')}{}`,
    'a chunk without a size': `${post('Transfer-Encoding: chunked')}zz\r\n{}\r\n`,
    'a chunk that never ends': `${post('Transfer-Encoding: chunked')}ffffffff\r\n{`,
    'a header without a colon': post('nonsense'),
    'a null byte in a header': post('X-Null: a\0b'),
    'a header of 20 KB': post(`X-Long: ${'x'.repeat(20_000)}`),
    'two thousand headers': post(...Array.from({ length: 2_000 }, (_, index) => `a${index}:b`)),
    'no host': 'GET /api/health HTTP/1.1\r\n\r\n',
    'two hosts': head('GET /api/health HTTP/1.1', 'Host: evil.example'),
    'an unknown version': head('GET /api/health HTTP/9.9'),
    'an old version': head('GET /api/health HTTP/1.0'),
    'the beginning of HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'a method in small letters': head('get /api/health HTTP/1.1'),
    'a method of another protocol': head('PROPFIND /api/chats HTTP/1.1'),
    'a trace': head('TRACE /api/chats HTTP/1.1'),
    'a tunnel': head('CONNECT localhost:1 HTTP/1.1'),
    'no path': head('OPTIONS * HTTP/1.1'),
    'a path without a slash': head('GET api/health HTTP/1.1'),
    'a whole address for a path': head('GET http://evil.example/api/health HTTP/1.1'),
    'a malformed address for a path': head('GET http://[:: HTTP/1.1'),
    'another host for a path': head('GET //evil.example/api/health HTTP/1.1'),
    'a path that is not ASCII': head('GET /api/chats/\u00e9 HTTP/1.1'),
    'a path of 12 KB': head(`GET /api/${'x/'.repeat(6_000)} HTTP/1.1`),
    'a web socket': head(
      'GET /api/events HTTP/1.1',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    ),
    'an unknown expectation': `${post('Expect: nonsense', 'Content-Length: 2')}{}`,
    'no HTTP at all': '\x16\x03\x01\x00\xa5\x01\x00\x00\xa1',
  }
}

/** Writes these bytes and no more. Resolves with the first status; undefined if none comes. */
export async function statusOfRaw(port: number, bytes: string): Promise<number | undefined> {
  const socket = connect(port, 'localhost')
  socket.setEncoding('latin1')
  socket.setTimeout(PATIENCE_MS, () => socket.destroy())
  // A reset counts as an answer.
  socket.on('error', () => {})
  let text = ''
  socket.on('data', (data) => {
    text += String(data)
    if (/^HTTP\/1\.[01] \d{3}/.test(text)) socket.destroy()
  })
  socket.end(Buffer.from(bytes, 'latin1'))
  await once(socket, 'close')
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]
  return status === undefined ? undefined : Number(status)
}
