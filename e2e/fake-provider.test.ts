import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { createOpenAI } from '@ai-sdk/openai'
import { createOpenAICompatible } from '@ai-sdk/openai-compatible'
import {
  APICallError,
  type LanguageModelV4,
  type LanguageModelV4StreamPart,
} from '@ai-sdk/provider'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  clearBooks,
  readBooks,
  readCall,
  releaseCall,
  waitForCall,
  type Call,
} from './fake-provider/books/books.ts'
import { cutIntoPieces, encodeSaid } from './fake-provider/directives/said-text.ts'
import { startFakeProvider, type FakeProvider } from './fake-provider/server.ts'

let provider: FakeProvider
let url: string
let models: Record<'responses' | 'chat' | 'compatible', LanguageModelV4>

beforeAll(async () => {
  provider = await startFakeProvider({ port: 0 })
  url = provider.url
  const openai = createOpenAI({ baseURL: `${url}/v1`, apiKey: 'sk-test' })
  const compatible = createOpenAICompatible({
    name: 'compatible',
    baseURL: `${url}/v1`,
    apiKey: 'sk-test',
    includeUsage: true,
  })
  models = {
    responses: openai.responses('fake-small'),
    chat: openai.chat('fake-small'),
    compatible: compatible('fake-small'),
  }
})

afterAll(() => provider.close())
beforeEach(() => clearBooks(url))

const wires = ['responses', 'chat', 'compatible'] as const
type WireName = (typeof wires)[number]

async function* ask(
  wire: WireName,
  directive: string,
  abortSignal?: AbortSignal,
): AsyncGenerator<LanguageModelV4StreamPart> {
  const { stream } = await models[wire].doStream({
    prompt: [
      { role: 'user', content: [{ type: 'text', text: 'An earlier question [[unread=1]]' }] },
      { role: 'assistant', content: [{ type: 'text', text: 'An earlier answer' }] },
      { role: 'user', content: [{ type: 'text', text: `Please [[${directive}]] go` }] },
    ],
    ...(abortSignal ? { abortSignal } : {}),
  })
  yield* stream
}

function joined(
  parts: readonly LanguageModelV4StreamPart[],
  type: 'text-delta' | 'reasoning-delta',
): string {
  return parts.map((part) => (part.type === type ? part.delta : '')).join('')
}

/** Every part of an answer, and the error that broke it off, if any. */
async function collect(wire: WireName, directive: string) {
  const parts: LanguageModelV4StreamPart[] = []
  let thrown: unknown
  try {
    for await (const part of ask(wire, directive)) parts.push(part)
  } catch (error) {
    thrown = error
  }
  return {
    parts,
    thrown,
    text: joined(parts, 'text-delta'),
    reasoning: joined(parts, 'reasoning-delta'),
    errors: parts.filter((part) => part.type === 'error'),
    finish: parts.find((part) => part.type === 'finish'),
  }
}

/** Starts reading and aborts on call; `ended` settles when the reading is over. */
function askAbortably(wire: WireName, directive: string) {
  const controller = new AbortController()
  const ended = (async () => {
    for await (const part of ask(wire, directive, controller.signal)) void part
  })().catch((error: unknown) => error)
  return { abort: () => controller.abort(), ended }
}

function post(directive: string, body: object = {}): Promise<Response> {
  return fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    body: JSON.stringify({
      model: 'fake-small',
      stream: true,
      messages: [{ role: 'user', content: `[[${directive}]]` }],
      ...body,
    }),
  })
}

async function call(key: string): Promise<Call> {
  return waitForCall(url, key, ({ open }) => !open, 2000)
}

describe.each(wires)('an answer over %s', (wire) => {
  it('the AI SDK parses the answer, and the books hold exactly its text', async () => {
    const { text, errors, finish } = await collect(wire, 'key=plain tokens=30 rate=0')
    const entry = await call('plain')
    expect(text).toBe(entry.text)
    expect(text).toMatch(/^word0001 word0002 .* word0012\nword0013 .*word0030 $/s)
    expect(entry.tokens.map((token) => token.text).join('')).toBe(text)
    expect(errors).toEqual([])
    expect(finish).toMatchObject({
      finishReason: { unified: 'stop' },
      usage: { outputTokens: { total: 30 } },
    })
    expect(entry).toMatchObject({
      wire: wire === 'responses' ? 'responses' : 'chat-completions',
      model: 'fake-small',
      headers: { authorization: 'Bearer sk-test' },
      status: 200,
      open: false,
      abortedByClient: false,
      closedAt: null,
      tokensAfterClose: 0,
    })
    expect(entry.messages).toHaveLength(3)
    expect(entry.headersSentAt).toBeGreaterThanOrEqual(entry.startedAt)
    expect(entry.finishedAt).toBeGreaterThanOrEqual(entry.tokens.at(-1)?.sentAt ?? Infinity)
  })

  it.each([
    ['length', 'length'],
    ['content_filter', 'content-filter'],
  ])('the answer finishes with %s', async (finish, unified) => {
    const answer = await collect(wire, `tokens=3 rate=0 finish=${finish}`)
    expect(answer.finish).toMatchObject({ finishReason: { unified } })
  })

  it('a refusal is kept apart from the text, and the AI SDK makes text of it', async () => {
    const { errors, finish, text } = await collect(wire, 'key=no tokens=2 rate=0 finish=refusal')
    expect(errors).toEqual([])
    expect((await call('no')).text).toBe('word0001 word0002 ')
    expect(finish).toMatchObject({ usage: { outputTokens: { total: 2 } } })
    expect(text).toBe("word0001 word0002 I'm sorry, I can't help with that.")
  })

  it.each(['emoji', 'markdown', 'emoji splitSurrogates=1'])(
    'a text in small pieces arrives whole: %s',
    async (kind) => {
      const { text, errors } = await collect(
        wire,
        `key=pieces text=${kind} tokens=120 rate=0 splitBytes=1`,
      )
      expect(errors).toEqual([])
      expect(text).toBe((await call('pieces')).text)
      expect(text.isWellFormed()).toBe(true)
    },
  )

  it('the provider says exactly the given text, and counts its pieces', async () => {
    const said = '<img src="x">\n\n[a](java\tscript:b) \u0000 "\\" \u{1F600}\u202E data: [DONE]\n\n'
    const directive = `key=said rate=0 reasoning=1 pieceLength=3 say=${encodeSaid(said)}`
    const { text, errors, finish } = await collect(wire, directive)
    expect(errors).toEqual([])
    expect(text).toBe(said)
    const entry = await call('said')
    expect(entry.text).toBe(said)
    const pieces = entry.tokens.length - 1
    expect(pieces).toBe(cutIntoPieces(said, 3, false).length)
    expect(finish).toMatchObject({ usage: { outputTokens: { total: pieces + 1 } } })
  })

  it('the provider thinks exactly the given thought, and says exactly the given text', async () => {
    const [thought, said] = ['What is asked?\n\nA **dot**.', 'A dot.']
    const directive = `key=thought rate=0 think=${encodeSaid(thought)} say=${encodeSaid(said)}`
    const { text, errors } = await collect(wire, directive)
    expect(errors).toEqual([])
    expect(text).toBe(said)
    // The tests "reasoning over …" check what the AI SDK makes of it.
    expect(await call('thought')).toMatchObject({ reasoningText: thought, text: said })
  })

  it('the tokens keep the rate and never run ahead of it', async () => {
    await collect(wire, 'key=pace tokens=26 rate=100 firstTokenDelay=50')
    const { tokens, headersSentAt } = await call('pace')
    const first = tokens[0]?.sentAt ?? 0
    expect(first - (headersSentAt ?? 0)).toBeGreaterThanOrEqual(49)
    for (const [index, { sentAt }] of tokens.entries()) {
      expect(sentAt - (headersSentAt ?? 0)).toBeGreaterThanOrEqual(49 + index * 10)
    }
    // A late token makes those after it no later: on a busy machine one of the last is in time.
    const lateBy = tokens.map(({ sentAt }, index) => sentAt - first - index * 10)
    expect(Math.min(...lateBy.slice(13))).toBeLessThan(100)
  })

  it('the provider sees the client close and sends nothing more', async () => {
    const { abort, ended } = askAbortably(wire, 'key=stop tokens=1000 rate=50')
    await waitForCall(url, 'stop', ({ tokens }) => tokens.length >= 5)
    const abortedAt = performance.timeOrigin + performance.now()
    abort()
    const entry = await call('stop')
    await ended
    expect(entry).toMatchObject({ abortedByClient: true, finishedAt: null, tokensAfterClose: 0 })
    expect((entry.closedAt ?? 0) - abortedAt).toBeLessThan(1_000)
    expect(entry.tokens.filter(({ sentAt }) => sentAt > (entry.closedAt ?? 0))).toEqual([])
    expect(await readBooks(url)).toMatchObject({ openCalls: 0 })
  })

  it.each(['delay=5000', 'hold=0', 'firstTokenDelay=5000', 'silentAfter=0'])(
    'the provider sees the client close before the first token: %s',
    async (words) => {
      const { abort, ended } = askAbortably(wire, `key=early ${words}`)
      await waitForCall(url, 'early')
      abort()
      await ended
      expect(await call('early')).toMatchObject({ abortedByClient: true, tokens: [], held: false })
    },
  )

  it('an answer that is held waits until it is released', async () => {
    const answer = collect(wire, 'key=held tokens=20 rate=0 hold=4')
    const held = await waitForCall(url, 'held', (entry) => entry.held)
    expect(held.text).toBe('word0001 word0002 word0003 word0004 ')
    await releaseCall(url, 'held', 7)
    await waitForCall(url, 'held', (entry) => entry.held && entry.tokens.length === 7)
    await releaseCall(url, 'held')
    expect((await answer).text).toMatch(/word0020 $/)
    expect(await call('held')).toMatchObject({ held: false, abortedByClient: false })
  })

  it.each([
    [401, '', {}],
    [404, '', {}],
    [429, 'retryAfter=7', { 'retry-after': '7' }],
    [500, '', {}],
  ])('the provider refuses with %i', async (status, words, headers) => {
    const { thrown } = await collect(wire, `key=refused status=${status} ${words}`)
    expect(APICallError.isInstance(thrown)).toBe(true)
    expect(thrown).toMatchObject({ statusCode: status, responseHeaders: headers })
    expect(await call('refused')).toMatchObject({ status, tokens: [], abortedByClient: false })
  })

  it('an answer that is cut breaks off within its body', async () => {
    const { thrown, text } = await collect(wire, 'key=cut rate=200 tokens=20 cutAfter=6')
    expect(thrown).toBeInstanceOf(Error)
    expect((await call('cut')).text).toBe(text)
    expect(text).toMatch(/word0006 $/)
  })

  it('an answer that ends early has no finish', async () => {
    const { finish, text } = await collect(wire, 'key=end rate=0 endAfter=6')
    expect(finish).toMatchObject({ finishReason: { raw: undefined } })
    expect((await call('end')).text).toBe(text)
  })

  it('an error arrives in the stream and ends it', async () => {
    const { errors, finish, text } = await collect(
      wire,
      'rate=200 errorAfter=6 code=server_is_overloaded',
    )
    expect(text).toMatch(/word0006 $/)
    expect(errors).toHaveLength(1)
    expect(JSON.stringify(errors)).toContain('server_is_overloaded')
    expect(finish).toMatchObject({ finishReason: { unified: 'error' } })
  })

  it('an answer goes on after garbage', async () => {
    const { errors, text } = await collect(wire, 'tokens=10 rate=200 garbageAfter=6')
    expect(errors).toHaveLength(1)
    expect(text).toMatch(/word0010 $/)
  })
})

describe.each(['responses', 'compatible'] as const)('reasoning over %s', (wire) => {
  it('the reasoning comes before the text', async () => {
    const { parts, text, reasoning } = await collect(wire, 'key=why reasoning=5 tokens=4 rate=0')
    expect(reasoning).toBe('thought0001 thought0002 thought0003 thought0004 thought0005 ')
    expect(text).toBe('word0001 word0002 word0003 word0004 ')
    expect(await call('why')).toMatchObject({ text, reasoningText: reasoning })
    expect(parts.findLast((part) => part.type === 'finish')).toMatchObject({
      usage: { outputTokens: { total: 9, reasoning: 5 } },
    })
    const kinds = parts.map(({ type }) => type)
    expect(kinds.indexOf('reasoning-end')).toBeLessThan(kinds.indexOf('text-start'))
  })
})

describe('the bytes', () => {
  it('splitBytes cuts characters apart', async () => {
    const response = await post('tokens=60 rate=0 text=emoji splitBytes=1')
    const pieces: Buffer[] = []
    for await (const piece of response.body ?? []) pieces.push(Buffer.from(piece))
    const startsInACharacter = pieces.filter(([first = 0]) => (first & 0xc0) === 0x80)
    expect(startsInACharacter.length).toBeGreaterThan(20)
  })

  it('splitSurrogates puts the halves of a surrogate pair into two tokens', async () => {
    const body = await (await post('key=half tokens=60 rate=0 text=emoji splitSurrogates=1')).text()
    expect(body).toContain(String.raw`"content":"\ud83d"`)
    expect(body).toContain(String.raw`"content":"\ude00 "`)
    const { tokens } = await call('half')
    expect(tokens).toHaveLength(60)
    expect(tokens.map(({ text }) => text)).toContain('\ud83d')
  })

  it.each([1, 3, 4, 6, 18, 35])(
    'the text ends in a whole character after %i tokens',
    async (count) => {
      await post(`key=end tokens=${count} rate=0 text=emoji splitSurrogates=1`)
      const { text, tokens } = await waitForCall(url, 'end', ({ open }) => !open)
      expect(tokens).toHaveLength(count)
      expect(text.isWellFormed()).toBe(true)
    },
  )

  it('the usage is left out where it is not asked for', async () => {
    expect(await (await post('tokens=2 rate=0')).text()).not.toContain('usage')
  })
})

describe('the books', () => {
  it('the books count the attempts under a key, and faults can be limited to the first', async () => {
    const directive = 'key=again tokens=2 rate=0 status=503 faultyAttempts=1'
    expect((await post(directive)).status).toBe(503)
    expect((await post(directive)).status).toBe(200)
    expect(await call('again')).toMatchObject({ attempt: 2, status: 200 })
    const { calls } = await readBooks(url)
    expect(calls.map(({ attempt }) => attempt)).toEqual([1, 2])
  })

  it('the books name a call without a key by its number', async () => {
    const response = await post('')
    const [entry] = (await readBooks(url)).calls
    expect(entry?.key).toBe(`call-${entry?.number}`)
    await response.body?.cancel()
  })

  it.each([
    ['tokns=3', 'tokns'],
    ['tokens=few', 'tokens'],
    ['tokens=100001', 'tokens'],
    ['tokens=3 tokens=4', 'twice'],
    ['tokens', 'word=value'],
    ['cutAfter=41', 'beyond the 40 tokens'],
    ['splitSurrogates=1', 'text=emoji'],
    ['say=a', 'base64url'],
    ['say=YQ==', 'base64url'],
    ['say=a.b_', 'base64url'],
    ['say=_w', 'base64url'],
    ['say=YQ tokens=3', 'tokens'],
    ['say=YQ text=emoji wordLength=3', 'text and wordLength'],
    ['say=YWE pieceLength=0', 'pieceLength'],
    ['think=YQ reasoning=3', 'reasoning'],
    ['say=YWFhYWE cutAfter=3', 'beyond the 2 tokens'],
    ['pieceLength=3', 'needs say'],
    ['key=a]] [[key=b', 'more than one directive'],
  ])('the directive %s is turned away', async (directive, reason) => {
    const response = await post(directive)
    expect(response.status).toBe(400)
    expect(await response.text()).toContain(reason)
    expect(await readBooks(url)).toMatchObject({
      calls: [],
      refusals: [expect.stringContaining(reason)],
    })
  })

  it('a question without a directive is answered by the directive that was given for it', async () => {
    const directives = new Map([['Why?', `[[key=why rate=0 say=${encodeSaid('Because.')}]]`]])
    const told = await startFakeProvider({ port: 0, directives })
    try {
      const messages = [{ role: 'user', content: 'Why?' }]
      await fetch(`${told.url}/v1/chat/completions`, {
        method: 'POST',
        body: JSON.stringify({ model: 'fake-small', stream: true, messages }),
      }).then((response) => response.text())
      expect((await waitForCall(told.url, 'why')).text).toBe('Because.')
    } finally {
      await told.close()
    }
  })

  it('a request that does not stream is turned away', async () => {
    expect((await post('', { stream: false })).status).toBe(400)
  })

  it('the books know nothing under an unknown key, and waiting for it fails', async () => {
    expect(await readCall(url, 'nobody')).toBeUndefined()
    await expect(releaseCall(url, 'nobody')).rejects.toThrow('404')
    await expect(waitForCall(url, 'nobody', undefined, 30)).rejects.toThrow('not there')
  })

  it('the books hold at most 2000 calls', async () => {
    for (let started = 0; started < 2010; started += 30) {
      const batch = Array.from({ length: 30 }, () => post('tokens=0 rate=0'))
      await Promise.all(batch.map(async (each) => (await each).text()))
    }
    const { calls, openCalls } = await readBooks(url)
    expect(calls).toHaveLength(2000)
    expect(openCalls).toBe(0)
  })
})

it('the provider lists its models', async () => {
  const list: unknown = await (await fetch(`${url}/v1/models`)).json()
  expect(list).toMatchObject({ data: [{ id: 'fake-small' }, { id: 'fake-large' }] })
})

it('the provider runs as a command and ends on SIGTERM', async () => {
  const command = spawn(process.execPath, [
    `${import.meta.dirname}/fake-provider.ts`,
    '--port',
    '0',
  ])
  const [line] = (await once(createInterface(command.stdout), 'line')) as [string]
  const [, address = ''] =
    /^fake provider listening on (http:\/\/127\.0\.0\.1:\d+)$/.exec(line) ?? []
  expect((await readBooks(address)).calls).toEqual([])
  command.kill('SIGTERM')
  expect(await once(command, 'exit')).toEqual([0, null])
})
