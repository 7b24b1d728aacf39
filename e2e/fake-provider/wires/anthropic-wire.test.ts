import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCall } from '../books/books.ts'
import { startFakeProvider, type FakeProvider } from '../server.ts'
import { anthropicClient } from '../testing/clients.ts'
import { parseAll, readEvents } from '../testing/events.ts'
import { textLike, textWith } from '../testing/matchers.ts'
import { post } from '../testing/protocol-client.ts'

let provider: FakeProvider

beforeAll(async () => {
  provider = await startFakeProvider({ port: 0 })
})
afterAll(() => provider.close())

async function ask(directive: string) {
  const response = await post(provider.url, anthropicClient, directive)
  return { response, body: await response.text() }
}

function send(body: object): Promise<Response> {
  return fetch(`${provider.url}/v1/messages`, {
    method: 'POST',
    body: JSON.stringify({ model: 'fake', stream: true, max_tokens: 10, ...body }),
  })
}

describe('the events of Anthropic', () => {
  it('the events open and close a block for the signed thinking and one for the text', async () => {
    const { body } = await ask('reasoning=1 tokens=1 rate=0')
    const events = readEvents(body)
    const data = parseAll(events.map((event) => event.data))
    expect(data).toMatchObject([
      { type: 'message_start', message: { type: 'message', role: 'assistant', content: [] } },
      { type: 'ping' },
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
      { type: 'content_block_delta', index: 0, delta: { thinking: 'thought0001 ' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'word0001 ' } },
      { type: 'content_block_stop', index: 1 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
      { type: 'message_stop' },
    ])
    expect(data).toMatchObject(events.map(({ event }) => ({ type: event })))
  })

  it('the events end with a refusal', async () => {
    const { body } = await ask('tokens=1 rate=0 finish=refusal')
    expect(anthropicClient.read(body).finish).toBe('refusal')
  })

  it('pings come while there is no token yet', async () => {
    const { body } = await ask('tokens=1 rate=0 firstTokenDelay=300')
    expect(body.match(/event: ping\n/g)).toHaveLength(2)
  })
})

describe('the errors of Anthropic', () => {
  it.each([
    [400, 'invalid_request_error'],
    [401, 'authentication_error'],
    [403, 'permission_error'],
    [404, 'not_found_error'],
    [413, 'request_too_large'],
    [429, 'rate_limit_error'],
    [500, 'api_error'],
    [529, 'overloaded_error'],
  ])('the error for %i has the type %s', async (status, type) => {
    const { response, body } = await ask(`status=${status}`)
    expect(response.status).toBe(status)
    expect(JSON.parse(body)).toEqual({
      type: 'error',
      error: { type, message: textLike(/./) },
      request_id: response.headers.get('request-id'),
    })
  })

  it.each([
    ['context_length_exceeded', 'prompt is too long: 210000 tokens > 200000 maximum'],
    ['insufficient_quota', 'Your credit balance is too low to access the Anthropic API'],
  ])('the error for %s is told by its sentence only', async (code, sentence) => {
    const { body } = await ask(`status=400 code=${code}`)
    expect(JSON.parse(body)).toMatchObject({
      error: { type: 'invalid_request_error', message: textWith(sentence) },
    })
  })

  it('an error within the stream is an event of its own', async () => {
    const { body } = await ask('rate=0 errorAfter=1 code=overloaded_error')
    expect(body).toContain(
      'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
    )
  })
})

describe('a request to Anthropic', () => {
  it('a system prompt beside the messages is in the books', async () => {
    const question = { role: 'user', content: [{ type: 'text', text: '[[key=system tokens=0]]' }] }
    const system = [{ type: 'text', text: 'Be brief.' }]
    expect((await send({ system, messages: [question] })).status).toBe(200)
    expect(await readCall(provider.url, 'system')).toMatchObject({ system: 'Be brief.' })
  })

  it('a prefill goes on after its text, without thinking again', async () => {
    const content = [
      { type: 'thinking', thinking: 'thought0001 ', signature: 'c2lnbmVk' },
      { type: 'text', text: 'word0001' },
    ]
    const messages = [
      { role: 'user', content: '[[reasoning=1 tokens=2 rate=0]]' },
      { role: 'assistant', content },
    ]
    const body = await (await send({ messages })).text()
    expect(anthropicClient.read(body)).toMatchObject({ reasoning: '', text: ' word0002 ' })
  })

  it.each([
    ['a system message among the others', { messages: [{ role: 'system', content: 'Be brief.' }] }],
    ['no limit', { max_tokens: undefined, messages: [{ role: 'user', content: 'Hello' }] }],
    [
      'a space at the end of a prefill',
      { messages: [{ role: 'assistant', content: 'word0001 ' }] },
    ],
  ])('a request is refused with %s', async (_, body) => {
    const response = await send(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      type: 'error',
      error: { type: 'invalid_request_error' },
    })
  })
})
