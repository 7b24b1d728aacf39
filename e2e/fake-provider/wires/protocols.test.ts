import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { clearBooks, readBooks, releaseCall, waitForCall, type Call } from '../books/books.ts'
import { encodeSaid } from '../directives/said-text.ts'
import { startFakeProvider, type FakeProvider } from '../server.ts'
import { anthropicClient, deepseekClient, ollamaClient } from '../testing/clients.ts'
import { post, readBody } from '../testing/protocol-client.ts'

let provider: FakeProvider
let url: string

beforeAll(async () => {
  provider = await startFakeProvider({ port: 0 })
  url = provider.url
})
afterAll(() => provider.close())
beforeEach(() => clearBooks(url))

async function call(key: string): Promise<Call> {
  return waitForCall(url, key, ({ open }) => !open, 2000)
}

const cases = [
  { client: anthropicClient, finishes: ['end_turn', 'max_tokens'] },
  { client: deepseekClient, finishes: ['stop', 'length'] },
  { client: ollamaClient, finishes: ['stop', 'length'] },
].map((each) => ({ ...each, name: each.client.name }))

describe.each(cases)('an answer over $name', ({ client, finishes }) => {
  async function ask(directive: string) {
    const { body, thrown } = await readBody(await post(url, client, directive))
    return { ...client.read(body), body, thrown }
  }

  it('an answer arrives whole, with reasoning and usage, and is in the books', async () => {
    const directive = 'key=whole reasoning=2 tokens=3 rate=0'
    const response = await post(url, client, directive)
    expect(response.headers.get('content-type')).toBe(client.contentType)
    const answer = client.read(await response.text())
    expect(answer).toMatchObject({
      reasoning: 'thought0001 thought0002 ',
      text: 'word0001 word0002 word0003 ',
      finish: finishes[0],
      outputTokens: 5,
      error: undefined,
    })
    expect(answer.inputTokens).toBeGreaterThan(10)
    expect(await call('whole')).toMatchObject({
      wire: client.name,
      model: 'fake-model',
      messages: [{ role: 'user', content: `Please [[${directive}]] go` }],
      headers: { authorization: 'Bearer sk-test' },
      status: 200,
      text: answer.text,
      reasoningText: answer.reasoning,
      abortedByClient: false,
      tokensAfterClose: 0,
    })
  })

  it('an answer ends at the limit with the word of the vendor', async () => {
    expect(await ask('tokens=2 rate=0 finish=length')).toMatchObject({ finish: finishes[1] })
  })

  it.each(['emoji', 'markdown', 'emoji splitSurrogates=1'])(
    'an answer in small pieces arrives whole: %s',
    async (text) => {
      const answer = await ask(`key=pieces text=${text} tokens=60 rate=0 splitBytes=1`)
      expect(answer.text).toBe((await call('pieces')).text)
      expect(answer.finish).toBe(finishes[0])
    },
  )

  it('an answer with `say` has exactly that text', async () => {
    const said = '<svg onload=\'x("y")\'>\r\n\ndata: [DONE]\n\n\u0000 \u{1F600}'
    const answer = await ask(`key=said rate=0 splitBytes=1 pieceLength=1 say=${encodeSaid(said)}`)
    expect(answer).toMatchObject({ text: said, finish: finishes[0], error: undefined })
    expect((await call('said')).tokens).toHaveLength(said.length - 1)
  })

  it('a held answer waits until it is released', async () => {
    const answer = ask('key=held tokens=9 rate=0 hold=4')
    const held = await waitForCall(url, 'held', (entry) => entry.held)
    expect(held.text).toBe('word0001 word0002 word0003 word0004 ')
    await releaseCall(url, 'held')
    expect((await answer).text).toMatch(/word0009 $/)
  })

  it('a prefill goes on exactly where its text ends', async () => {
    const more = [client.prefill('word0001 wo')]
    const response = await post(url, client, 'reasoning=2 tokens=3 rate=0', { more })
    expect(client.read(await response.text())).toMatchObject({
      reasoning: '',
      text: 'rd0002 word0003 ',
      finish: finishes[0],
    })
  })

  it('cutAfter breaks the answer off within the body', async () => {
    const { text, finish, thrown } = await ask('key=cut tokens=9 rate=200 cutAfter=3')
    expect(thrown).toBeInstanceOf(Error)
    expect(text).toBe('word0001 word0002 word0003 ')
    expect(finish).toBeUndefined()
    expect(await call('cut')).toMatchObject({ text, abortedByClient: false })
  })

  it('endAfter ends the answer without a finish', async () => {
    const { text, finish, thrown } = await ask('tokens=9 rate=0 endAfter=3')
    expect(text).toMatch(/word0003 $/)
    expect({ finish, thrown }).toEqual({ finish: undefined, thrown: undefined })
  })

  it('errorAfter sends an error in the stream', async () => {
    const { text, finish, error } = await ask('tokens=9 rate=0 errorAfter=3 code=overloaded_error')
    expect(text).toMatch(/word0003 $/)
    expect(finish).toBeUndefined()
    expect(JSON.stringify(error)).toContain('overloaded_error')
  })

  it('garbageAfter sends garbage, and the answer goes on', async () => {
    const { body, text, finish } = await ask('tokens=5 rate=0 garbageAfter=3')
    expect(body).toContain('{"this is": not JSON\n')
    expect(text).toMatch(/word0005 $/)
    expect(finish).toBe(finishes[0])
  })

  it('a silent answer sees the client close', async () => {
    const controller = new AbortController()
    const response = await post(url, client, 'key=stop tokens=9 rate=0 silentAfter=3', {
      signal: controller.signal,
    })
    await waitForCall(url, 'stop', ({ tokens }) => tokens.length === 3)
    controller.abort()
    expect(await call('stop')).toMatchObject({
      abortedByClient: true,
      finishedAt: null,
      tokensAfterClose: 0,
    })
    await readBody(response)
    expect(await readBooks(url)).toMatchObject({ openCalls: 0 })
  })

  it('a call is refused with a status and a wait, as often as the directive says', async () => {
    const directive = 'key=later tokens=2 rate=0 status=429 retryAfter=7 faultyAttempts=1'
    const refused = await post(url, client, directive)
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('7')
    expect(refused.headers.get('content-type')).toBe('application/json')
    expect(await refused.json()).toHaveProperty('error')
    expect((await ask(directive)).text).toBe('word0001 word0002 ')
    expect(await call('later')).toMatchObject({ attempt: 2, status: 200 })
  })

  it('a call is refused if the protocol has no such finish', async () => {
    const response = await post(url, client, 'finish=nothing')
    expect(response.status).toBe(400)
    const other = client.name === 'deepseek' ? 'refusal' : 'content_filter'
    expect(await (await post(url, client, `finish=${other}`)).text()).toContain('cannot end with')
    expect(await readBooks(url)).toMatchObject({ calls: [] })
  })
})
