import { afterAll, beforeAll, expect, it } from 'vitest'
import { startFakeProvider, type FakeProvider } from '../server.ts'
import { deepseekClient } from '../testing/clients.ts'
import { parseAll, readEvents } from '../testing/events.ts'
import { textLike, textWith } from '../testing/matchers.ts'
import { post, type Message } from '../testing/protocol-client.ts'

let provider: FakeProvider

beforeAll(async () => {
  provider = await startFakeProvider({ port: 0 })
})
afterAll(() => provider.close())

async function ask(directive: string, more: readonly Message[] = []) {
  const response = await post(provider.url, deepseekClient, directive, { more })
  return { response, body: await response.text() }
}

it('comments keep a stream alive, and the role comes only with the first token', async () => {
  const { body } = await ask('tokens=1 rate=0 firstTokenDelay=300')
  expect(body).toMatch(/^: keep-alive\n\n: keep-alive\n\ndata: /)
  const chunks = parseAll(readEvents(body).map(({ data }) => data))
  expect(chunks).toMatchObject([
    { choices: [{ delta: { role: 'assistant' } }], usage: null },
    { choices: [{ delta: { content: 'word0001 ', reasoning_content: null } }] },
    { choices: [{ delta: {}, finish_reason: 'stop' }] },
    { choices: [], usage: { completion_tokens: 1 } },
  ])
  expect(body).toMatch(/data: \[DONE\]\n\n$/)
})

it('the usage tells the cached tokens of the prompt and the tokens of the reasoning', async () => {
  const question = { role: 'user', content: `${'long '.repeat(200)} [[reasoning=2 tokens=1]]` }
  const { body } = await ask('reasoning=2 tokens=1 rate=0', [question])
  const usage = parseAll(readEvents(body).map(({ data }) => data)).at(-1)
  const { inputTokens = 0 } = deepseekClient.read(body)
  const cached = inputTokens - (inputTokens % 64)
  expect(usage).toMatchObject({
    usage: {
      prompt_cache_hit_tokens: cached,
      prompt_cache_miss_tokens: inputTokens - cached,
      completion_tokens_details: { reasoning_tokens: 2 },
    },
  })
  expect(cached).toBeGreaterThan(0)
})

it('an answer ends when the vendor runs out of resources', async () => {
  const { body } = await ask('tokens=1 rate=0 finish=insufficient_system_resource')
  expect(deepseekClient.read(body).finish).toBe('insufficient_system_resource')
})

it.each([
  [400, 'Invalid request body format'],
  [401, 'Authentication Fails'],
  [402, 'Insufficient Balance'],
  [422, 'Failed to deserialize'],
  [429, 'Rate limit reached'],
  [500, 'Server error'],
  [503, 'Service is too busy'],
])('the error for %i says: %s', async (status, message) => {
  const { response, body } = await ask(`status=${status}`)
  expect(response.status).toBe(status)
  expect(JSON.parse(body)).toEqual({
    error: {
      message: textWith(message),
      type: textLike(/_error$/),
      param: null,
      code: textLike(/_error$/),
    },
  })
})

it('the error for a long context has a sentence and no code of its own', async () => {
  const { body } = await ask('status=400 code=context_length_exceeded')
  expect(JSON.parse(body)).toMatchObject({
    error: {
      message: textWith('maximum context length'),
      code: 'invalid_request_error',
    },
  })
})

it('an answer is continued only if its message asks for it', async () => {
  const { response, body } = await ask('rate=0', [{ role: 'assistant', content: 'word0001' }])
  expect(response.status).toBe(400)
  expect(body).toContain('prefix mode on')
  const client = { ...deepseekClient, path: '/deepseek/beta/chat/completions' }
  const more = [client.prefill('word0001')]
  const beta = await post(provider.url, client, 'tokens=2 rate=0', { more })
  expect(client.read(await beta.text()).text).toBe(' word0002 ')
})
