import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startFakeProvider, type FakeProvider } from './server.ts'
import { ollamaClient } from './testing/clients.ts'
import { parseAll } from './testing/events.ts'
import { anyNumber, textLike, textWith } from './testing/matchers.ts'
import { post } from './testing/protocol-client.ts'

let provider: FakeProvider

beforeAll(async () => {
  provider = await startFakeProvider({ port: 0 })
})
afterAll(() => provider.close())

async function ask(directive: string) {
  const response = await post(provider.url, ollamaClient, directive)
  return { response, body: await response.text() }
}

function show(body: object): Promise<Response> {
  return fetch(`${provider.url}/api/show`, { method: 'POST', body: JSON.stringify(body) })
}

describe('the lines of Ollama', () => {
  it('have a message each, and figures in the last', async () => {
    const { body } = await ask('reasoning=1 tokens=1 rate=0')
    expect(body).toMatch(/^\{.*\}\n\{.*\}\n\{.*\}\n$/)
    const part = { model: 'fake-model', created_at: textLike(/Z$/) }
    const message = { role: 'assistant', content: '' }
    const nanoseconds = anyNumber()
    expect(parseAll(body.split('\n'))).toEqual([
      { ...part, message: { ...message, thinking: 'thought0001 ' }, done: false },
      { ...part, message: { ...message, content: 'word0001 ' }, done: false },
      {
        ...part,
        message,
        done: true,
        done_reason: 'stop',
        total_duration: nanoseconds,
        load_duration: nanoseconds,
        prompt_eval_count: anyNumber(),
        prompt_eval_duration: nanoseconds,
        eval_count: 2,
        eval_duration: nanoseconds,
      },
    ])
  })

  it('stream unless told not to', async () => {
    const messages = [{ role: 'user', content: '[[tokens=2 rate=0]]' }]
    const send = (body: object) =>
      fetch(`${provider.url}/api/chat`, { method: 'POST', body: JSON.stringify(body) })
    const response = await send({ model: 'fake-local', messages })
    expect(ollamaClient.read(await response.text()).text).toBe('word0001 word0002 ')
    expect((await send({ model: 'fake-local', messages, stream: false })).status).toBe(400)
  })

  it('can be an error', async () => {
    const { body } = await ask('rate=0 tokens=2 errorAfter=1')
    const message = 'an error was encountered while running the model: unexpected EOF'
    expect(body).toMatch(new RegExp(`"done":false\\}\\n\\{"error":"${message}"\\}\\n$`))
  })
})

describe('the errors of Ollama', () => {
  it.each([
    [404, 'model "fake-model" not found, try pulling it first'],
    [500, 'llama runner process has terminated'],
    [503, 'server busy'],
  ])('say for %i in a sentence: %s', async (status, sentence) => {
    const { response, body } = await ask(`status=${status}`)
    expect(response.status).toBe(status)
    expect(JSON.parse(body)).toEqual({ error: textWith(sentence) })
  })

  it('say what is wrong with a request', async () => {
    const { response, body } = await ask('tokns=3')
    expect(response.status).toBe(400)
    expect(JSON.parse(body)).toEqual({ error: textWith('tokns') })
  })
})

describe('the models of Ollama', () => {
  it('are listed', async () => {
    const response = await fetch(`${provider.url}/api/tags`)
    const details = { format: 'gguf', parameter_size: '8.0B', quantization_level: 'Q4_K_M' }
    expect(await response.json()).toMatchObject({
      models: [
        { name: 'fake-local', model: 'fake-local', details },
        { name: 'fake-thinker:latest', model: 'fake-thinker:latest', details },
      ],
    })
  })

  it.each([
    ['fake-local', 'llama', 8192, ['completion']],
    ['fake-thinker', 'qwen3', 40_960, ['completion', 'thinking']],
    ['fake-thinker:latest', 'qwen3', 40_960, ['completion', 'thinking']],
  ])('show what %s can do', async (model, family, contextLength, capabilities) => {
    const shown: unknown = await (await show({ model })).json()
    expect(shown).toMatchObject({ capabilities, details: { family } })
    expect(shown).toHaveProperty('model_info', {
      'general.architecture': family,
      'general.parameter_count': 8_030_261_248,
      [`${family}.context_length`]: contextLength,
    })
  })

  it.each([
    [{ model: 'nobody' }, 404, "model 'nobody' not found"],
    [{}, 400, 'model is required'],
  ])('are not shown for %j', async (body, status, error) => {
    const response = await show(body)
    expect(response.status).toBe(status)
    expect(await response.json()).toEqual({ error })
  })
})
