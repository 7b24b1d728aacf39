import { describe, expect, test, vi } from 'vitest'
import { createApi, type Api } from '@/client/api'
import { createSessionCalls } from './session-calls'
import { SessionProblems } from './session-problems'

const unauthenticated = () =>
  Response.json({ error: { code: 'unauthenticated', message: 'Sign in first.' } }, { status: 401 })

/** An Api whose server gives these answers, one a call, and the last one for ever. */
function apiWith(...answers: (() => Response | Promise<Response>)[]) {
  const fetch = vi.fn<typeof globalThis.fetch>(() => {
    const answer = answers.length > 1 ? answers.shift() : answers[0]
    if (!answer) throw new Error('no answer')
    return Promise.resolve(answer())
  })
  const signIn = vi.fn<() => Promise<void>>(() => Promise.resolve())
  const calls = () =>
    fetch.mock.calls.map(([path, init]) => `${init?.method ?? 'GET'} ${path as string}`)
  return { api: createApi(createSessionCalls(signIn, { fetch })), fetch, signIn, calls }
}

const turn = {
  id: 'c1',
  assistantMessageId: 'a1',
  sessionId: 's1',
  trigger: 'submit-message',
  parentId: null,
  message: { id: 'q1', role: 'user', parts: [{ type: 'text', text: 'Hello' }] },
} as const

describe('a call', () => {
  test.each<[string, (api: Api) => Promise<unknown>]>([
    ['GET /api/models', (api) => api.models()],
    ['GET /api/settings', (api) => api.settings()],
    ['PATCH /api/settings', (api) => api.updateSettings({ model: null })],
    ['GET /api/chats', (api) => api.listChats()],
    ['GET /api/chats?cursor=1.a%26b', (api) => api.listChats({ cursor: '1.a&b' })],
    [
      'GET /api/chats?query=a%20%26%20b&cursor=1.a',
      (api) => api.listChats({ query: 'a & b', cursor: '1.a' }),
    ],
    ['GET /api/chats/c1', (api) => api.readChat('c1')],
    [
      'GET /api/chats/c1?before=m1&limit=40',
      (api) => api.readChat('c1', { before: 'm1', limit: 40 }),
    ],
    ['PATCH /api/chats/c1', (api) => api.updateChat('c1', { title: 'New' })],
    ['DELETE /api/chats/c1', (api) => api.deleteChat('c1')],
    ['GET /api/messages/m1', (api) => api.readMessage('m1')],
    ['POST /api/chat', (api) => api.send({ ...turn, message: { ...turn.message, parts: [] } })],
    ['POST /api/messages/m1/cancel', (api) => api.cancel('m1', { seenTextLength: 3 })],
    ['GET /api/events', (api) => api.events(new AbortController().signal)],
  ])('%s is the request that the method sends', async (line, call) => {
    const { api, calls } = apiWith(() => Response.json({}))
    await call(api)
    expect(calls()).toEqual([line])
  })

  test('a send asks to be answered at once', async () => {
    const { api, fetch } = apiWith(() => Response.json({}, { status: 202 }))
    await api.send({ ...turn, message: { ...turn.message, parts: [{ type: 'text', text: 'Hi' }] } })
    const init = fetch.mock.lastCall?.[1]
    expect(new Headers(init?.headers).get('Prefer')).toBe('respond-async')
    expect(new Headers(init?.headers).get('Content-Type')).toBe('application/json')
    expect(JSON.parse(init?.body as string)).toMatchObject({ id: 'c1', assistantMessageId: 'a1' })
  })

  test('a cancel outlives the page', async () => {
    const { api, fetch } = apiWith(() => Response.json({}))
    await api.cancel('m1', { seenTextLength: 3 })
    expect(fetch.mock.lastCall?.[1]).toMatchObject({
      keepalive: true,
      body: '{"seenTextLength":3}',
    })
  })

  test('a call for events goes on after the last known event', async () => {
    const { api, fetch } = apiWith(() => new Response('', { status: 200 }))
    const { signal } = new AbortController()
    await api.events(signal, 't~s:7')
    expect(fetch.mock.lastCall?.[1]).toMatchObject({
      signal,
      headers: { 'Last-Event-ID': 't~s:7' },
    })
    await api.events(signal)
    expect(fetch.mock.lastCall?.[1]?.headers).toEqual({})
  })
})

describe('a call without a session', () => {
  test('a call signs in once and is made again', async () => {
    const { api, signIn, calls } = apiWith(unauthenticated, () => Response.json({ models: [] }))
    expect(await api.models()).toEqual({ models: [] })
    expect(signIn).toHaveBeenCalledOnce()
    expect(calls()).toEqual(['GET /api/models', 'GET /api/models'])
  })

  test('a call that is refused again says so, and does not try for ever', async () => {
    const { api, signIn, fetch } = apiWith(unauthenticated)
    await expect(api.models()).rejects.toMatchObject({ code: 'unauthenticated', passing: false })
    expect(signIn).toHaveBeenCalledOnce()
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  test('several calls at once make one guest, not one each', async () => {
    let signedIn = false
    const answer = () => (signedIn ? Response.json({}) : unauthenticated())
    const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(answer()))
    const signIn = vi.fn<() => Promise<void>>(async () => {
      await Promise.resolve()
      signedIn = true
    })
    const api = createApi(createSessionCalls(signIn, { fetch }))
    await Promise.all([api.models(), api.listChats(), api.readChat('c1')])
    expect(signIn).toHaveBeenCalledOnce()
    signedIn = false
    await api.models()
    expect(signIn).toHaveBeenCalledTimes(2)
  })

  test('a page that is known to have no session signs in before its first calls, and only then', async () => {
    const { signIn, fetch, calls } = apiWith(() => Response.json({}))
    const api = createApi(createSessionCalls(signIn, { hasSession: false, fetch }))
    signIn.mockRejectedValueOnce(new Error('no network'))
    await expect(api.models()).rejects.toThrow('no network')
    expect(calls()).toEqual([])
    await Promise.all([api.models(), api.listChats()])
    await api.models()
    expect(signIn).toHaveBeenCalledTimes(2)
    expect(calls()).toEqual(['GET /api/models', 'GET /api/chats', 'GET /api/models'])
  })

  test('a call rejects with the reason why the sign-in failed', async () => {
    const { api, signIn } = apiWith(unauthenticated)
    signIn.mockRejectedValueOnce(new Error('no guests'))
    await expect(api.models()).rejects.toThrow('no guests')
    await expect(api.models()).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('an error', () => {
  test('an error of the contract keeps its code, sentence and details', async () => {
    const error = { code: 'stream_active', message: 'It is answering.', messageId: 'a1' }
    const { api } = apiWith(() => Response.json({ error }, { status: 409 }))
    await expect(api.models()).rejects.toMatchObject({
      name: 'FullstopError',
      code: 'stream_active',
      message: 'It is answering.',
      details: { messageId: 'a1' },
      passing: false,
    })
  })

  test.each<[string, () => Response]>([
    ['a proxy’s page', () => new Response('<h1>Bad Gateway</h1>', { status: 502 })],
    ['nothing at all', () => new Response(null, { status: 500 })],
    ['other JSON', () => Response.json({ message: 'no' }, { status: 503 })],
    ['an error that is text', () => Response.json({ error: 'no' }, { status: 500 })],
    ['null', () => Response.json(null, { status: 500 })],
  ])('an error whose body is %s may pass', async (_, answer) => {
    const { api } = apiWith(answer)
    await expect(api.models()).rejects.toMatchObject({ code: 'unreachable', passing: true })
  })

  test('a 401 with a body of its own is `unauthenticated`', async () => {
    const { api } = apiWith(() => new Response('Who are you?', { status: 401 }))
    await expect(api.models()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test.each<[string, () => Response | Promise<Response>]>([
    ['no server', () => Promise.reject(new TypeError('fetch failed'))],
    ['an answer that breaks off', () => new Response('{"models": [')],
  ])('the error for %s may pass', async (_, answer) => {
    const { api } = apiWith(answer)
    await expect(api.models()).rejects.toMatchObject({ code: 'unreachable', passing: true })
  })

  test.each([
    ['internal', 500, true],
    ['draining', 503, true],
    ['not_found', 404, false],
    ['rate_limited', 429, false],
  ])('the error %s of status %s may pass: %s', async (code, status, passing) => {
    const { api } = apiWith(() => Response.json({ error: { code, message: 'x' } }, { status }))
    await expect(api.models()).rejects.toMatchObject({ code, passing })
  })

  test('an aborted call rejects with the abort, not with a lost server', async () => {
    const abort = new AbortController()
    const { api } = apiWith(() => {
      abort.abort()
      return Promise.reject(abort.signal.reason as Error)
    })
    await expect(api.events(abort.signal)).rejects.toThrow(DOMException)
  })
})

describe('a browser that keeps no cookies', () => {
  const sentence = 'Your browser is blocking cookies from this site.'

  /** A server whose guests are strangers again with the next call, until cookies are kept. */
  function strangers() {
    let keepsCookies = false
    const problems = new SessionProblems()
    const fetch = vi.fn<typeof globalThis.fetch>(() =>
      Promise.resolve(keepsCookies ? Response.json({}) : unauthenticated()),
    )
    const signIn = vi.fn<() => Promise<'made'>>(() => Promise.resolve('made'))
    const keepCookies = () => {
      keepsCookies = true
    }
    const api = createApi(createSessionCalls(signIn, { hasSession: false, problems, fetch }))
    return { api, fetch, signIn, problems, keepCookies }
  }

  test('every call says that cookies are blocked, and calls that read make no second guest', async () => {
    const { api, signIn, problems } = strangers()
    const first = await Promise.allSettled([api.models(), api.listChats(), api.readChat('c1')])
    for (const { status } of first) expect(status).toBe('rejected')
    await expect(api.models()).rejects.toMatchObject({ message: sentence, passing: false })
    expect(signIn).toHaveBeenCalledOnce()
    expect(problems.current()).toBe('cookies')
  })

  test('a change that a person asks for tries again, and the problem ends once cookies are kept', async () => {
    const { api, signIn, problems, keepCookies } = strangers()
    await expect(api.updateSettings({})).rejects.toThrow(sentence)
    await expect(api.updateSettings({})).rejects.toThrow(sentence)
    expect(signIn).toHaveBeenCalledTimes(2)
    keepCookies()
    await api.updateSettings({})
    expect(problems.current()).toBeUndefined()
    await api.models()
    expect(signIn).toHaveBeenCalledTimes(3)
  })

  test('a session that ends under several calls is not taken for blocked cookies', async () => {
    let signedIn = false
    const late = Promise.withResolvers<void>()
    const problems = new SessionProblems()
    const fetch = vi.fn<typeof globalThis.fetch>(async (path) => {
      const response = signedIn ? Response.json({}) : unauthenticated()
      if (path === '/api/settings' && fetch.mock.calls.length === 2) await late.promise
      return response
    })
    const signIn = vi.fn<() => Promise<'made' | 'found'>>(() => {
      const session = signedIn ? ('found' as const) : ('made' as const)
      signedIn = true
      return Promise.resolve(session)
    })
    const api = createApi(createSessionCalls(signIn, { problems, fetch }))
    const calls = Promise.all([api.models(), api.settings()])
    await vi.waitUntil(() => signedIn)
    late.resolve()
    await calls
    expect(problems.current()).toBeUndefined()
  })
})

test('P12 a page whose guest is gone makes no further call as somebody else', async () => {
  const problems = new SessionProblems()
  const { fetch } = apiWith(() => Response.json({}), unauthenticated)
  const signIn = vi.fn<() => Promise<'guest ended'>>(() => Promise.resolve('guest ended'))
  const api = createApi(createSessionCalls(signIn, { problems, fetch }))
  await api.models()
  await expect(api.models()).rejects.toThrow('Your guest session has ended.')
  expect(signIn).toHaveBeenCalledExactlyOnceWith({ wasServed: true })
  await expect(api.updateSettings({})).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(fetch).toHaveBeenCalledTimes(2)
  problems.putAway()
  expect(problems.current()).toBe('guest ended')
})
