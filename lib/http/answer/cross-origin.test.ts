import { expect, test } from 'vitest'
import { crossOriginHeaders } from './cross-origin'

const listed = ['https://app.example.org']

const headersFor = (headers: Record<string, string>, method = 'GET', origins = listed) =>
  crossOriginHeaders(new Request('http://localhost/api/chats', { method, headers }), origins)

const key = { authorization: 'Bearer fullstop_x' }
const origin = { origin: 'https://app.example.org' }

test('R17 a page of a listed origin may read what it asks with a key', () => {
  const answer = headersFor({ ...origin, ...key })
  expect(answer['Access-Control-Allow-Origin']).toBe('https://app.example.org')
  expect(answer['Access-Control-Expose-Headers']).toContain('X-Message-Id')
  const preflight = headersFor(origin, 'OPTIONS')
  expect(preflight['Access-Control-Allow-Origin']).toBe('https://app.example.org')
  expect(preflight['Access-Control-Allow-Headers']).toContain('Authorization')
})

test.each([
  ['with a cookie', origin, listed],
  ['of another origin', { origin: 'https://evil.example', ...key }, listed],
  [
    'of an origin that only looks like it',
    { origin: 'https://app.example.org.evil', ...key },
    listed,
  ],
  ['without an origin', key, listed],
  ['where none is listed', { ...origin, ...key }, []],
])('R17 a page %s may not read the answer', (_, headers, origins) => {
  const answered = headersFor(headers, 'GET', origins)
  expect(Object.keys(answered).filter((name) => name.startsWith('Access-Control'))).toEqual([])
})

test('credentials of a browser are never let across', () => {
  for (const method of ['GET', 'OPTIONS']) {
    const names = Object.keys(headersFor({ ...origin, ...key }, method))
    expect(names).not.toContain('Access-Control-Allow-Credentials')
  }
})
