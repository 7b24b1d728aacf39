import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { statusOfErrorCode, type ErrorCode } from '@/lib/contract/error'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { errorResponse } from '@/lib/http/answer/error-response'
import { refuseForeignOrigin } from '@/lib/http/session/foreign-origin'
import { lastEventIdOf } from './last-event-id'
import { prefersAnswerElsewhere } from './preference'
import { readQuery } from './read-query'

describe('a query', () => {
  const schema = z.strictObject({
    limit: z.coerce.number().optional(),
    query: z.string().optional(),
  })
  const read = (query: string) => readQuery(new Request(`http://localhost/x${query}`), schema)

  test.each<[string, object]>([
    ['', {}],
    ['?', {}],
    ['?limit=7', { limit: 7 }],
    ['?query=a%20b%26c+d', { query: 'a b&c d' }],
    ['?query=', { query: '' }],
  ])('the query %j is read', (query, value) => {
    expect(read(query)).toEqual(value)
  })

  test.each([
    ['?limit=many', 'limit'],
    ['?offset=2', 'offset'],
    ['?limit=1&limit=2', 'limit'],
    ['?limit=1&query=a&query=a', 'query'],
    ['?__proto__=1', '__proto__'],
    ['?=1', 'body'],
  ])('the query %j is refused, and the error names %s', (query, field) => {
    expect(() => read(query)).toThrow(
      expect.objectContaining({ code: 'bad_request', details: { field } }),
    )
  })
})

describe('P12 a change that another site asks for', () => {
  const refuses = (headers: Record<string, string>, publicUrl?: string, method = 'POST') => {
    const request = new Request('http://internal:3000/api/chat', { method, headers })
    try {
      refuseForeignOrigin(request, publicUrl)
      return false
    } catch (error) {
      expect(error).toMatchObject({ code: 'forbidden' })
      return true
    }
  }
  const home = 'https://chat.example.org'

  test.each<[string, Record<string, string>, string | undefined]>([
    ['a foreign origin', { origin: 'https://evil.example' }, home],
    [
      'a foreign origin, without PUBLIC_URL',
      { host: 'nas:3000', origin: 'http://evil' },
      undefined,
    ],
    ['a foreign origin, at another name of ours', { host: 'nas', origin: 'http://evil' }, home],
    ['another port', { host: 'nas:3000', origin: 'http://nas:3001' }, undefined],
    ['a subdomain', { origin: 'https://x.chat.example.org' }, home],
    ['the origin null', { origin: 'null' }, home],
    ['a malformed origin', { origin: 'chat.example.org' }, home],
    ['a foreign site', { 'sec-fetch-site': 'cross-site' }, home],
    ['the same site but another origin', { 'sec-fetch-site': 'same-site' }, home],
    ['an own origin with a foreign site', { origin: home, 'sec-fetch-site': 'cross-site' }, home],
    ['a malformed host', { host: 'a b', origin: 'http://nas:3000' }, undefined],
  ])('a change is refused: %s', (_, headers, publicUrl) => {
    expect(refuses(headers, publicUrl)).toBe(true)
  })

  test.each<[string, Record<string, string>, string | undefined]>([
    ['curl, which says nothing', {}, home],
    ['the own page', { origin: home, 'sec-fetch-site': 'same-origin' }, home],
    ['the own page on a home network', { host: 'nas:3000', origin: 'http://nas:3000' }, undefined],
    ['the own page under another name of ours', { host: 'nas', origin: 'http://nas' }, home],
    ['https before a proxy', { host: 'my.chat', origin: 'https://my.chat' }, undefined],
    ['the person typing the address', { 'sec-fetch-site': 'none' }, home],
  ])('a change is let through: %s', (_, headers, publicUrl) => {
    expect(refuses(headers, publicUrl)).toBe(false)
  })

  test('a foreign origin is refused for every method that changes something, and no other', () => {
    const foreign = { origin: 'https://evil.example' }
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      expect(refuses(foreign, home, method)).toBe(true)
    }
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      expect(refuses(foreign, home, method)).toBe(false)
    }
  })
})

describe('an error', () => {
  const ignore = () => {}

  test.each(Object.entries(statusOfErrorCode))('the error %s answers %i', async (code, status) => {
    const error = new FullstopError(code as ErrorCode, 'A sentence.', { field: 'x' })
    const response = errorResponse(error, ignore)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error: { code, message: 'A sentence.', field: 'x' } })
    expect(response.headers.has('Retry-After')).toBe(false)
  })

  test('an error says in its header, too, when to try again', async () => {
    const error = new FullstopError('draining', 'x', { retryAfterSeconds: 5 })
    const response = errorResponse(error, ignore)
    expect(response.headers.get('Retry-After')).toBe('5')
    expect(await response.json()).toMatchObject({ error: { retryAfterSeconds: 5 } })
  })

  test('an unexpected error tells the log what it is, and the caller nothing', async () => {
    const onUnexpected = vi.fn<(error: unknown) => void>()
    const secret = new Error('SELECT * FROM users')
    const response = errorResponse(secret, onUnexpected)
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('users')
    expect(onUnexpected).toHaveBeenCalledExactlyOnceWith(secret)
    errorResponse(new FullstopError('not_found', 'x'), onUnexpected)
    expect(onUnexpected).toHaveBeenCalledOnce()
  })
})

describe('a header', () => {
  const requestWith = (headers: Record<string, string>) =>
    new Request('http://localhost/', { headers })

  test.each([
    ['respond-async', true],
    ['wait=5, Respond-Async ', true],
    ['respond-asynchronously', false],
    ['wait=5', false],
    ['', false],
  ])('the header Prefer: %s asks to be answered at once: %s', (prefer, expected) => {
    expect(prefersAnswerElsewhere(requestWith({ prefer }))).toBe(expected)
    expect(prefersAnswerElsewhere(requestWith({}))).toBe(false)
  })

  test('the header Last-Event-ID says where to go on', () => {
    expect(lastEventIdOf(requestWith({ 'Last-Event-ID': 's:7' }))).toBe('s:7')
    expect(lastEventIdOf(requestWith({ 'Last-Event-ID': '' }))).toBeUndefined()
    expect(lastEventIdOf(requestWith({}))).toBeUndefined()
  })
})
