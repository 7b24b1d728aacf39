import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { createModelRegistry } from '@/lib/providers/models/registry'

/** Ollama's answers, by path; an absent path is a 404. */
let answers: Record<string, unknown>
/** Ollama's answers about one model, instead of those; `silence` is no answer at all. */
let shown: Record<string, unknown>
let asked: string[]
let server: Server
let address: string

const tags = (...names: string[]) => ({
  models: names.map((name) => ({ name, digest: `digest of ${name}`, size: 1 })),
})

beforeEach(async () => {
  asked = []
  shown = {}
  server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    void text(request).then((body) => {
      const name = Object.keys(shown).find((model) => body.includes(`"${model}"`))
      if (name !== undefined && shown[name] === 'silence') return
      const answer = name === undefined ? answers[path] : shown[name]
      response.statusCode = answer === undefined ? 404 : 200
      response.end(JSON.stringify(answer === undefined ? { error: 'not found' } : answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

/** The registry, with the warnings that it logged. */
function registryAt(url: string) {
  const warned: unknown[] = []
  const warn = (facts: unknown, message?: string) => void warned.push({ message, facts })
  const log = { ...createLog('silent'), warn }
  const registry = createModelRegistry(readConfig({ OLLAMA_BASE_URL: url }), log)
  return Object.assign(registry, { warned })
}

describe('Ollama', () => {
  test('Ollama tells its models, and what they can do', async () => {
    answers = {
      '/api/tags': tags('think-a-model:latest'),
      '/api/show': {
        capabilities: ['completion', 'thinking'],
        model_info: { 'qwen3.context_length': 40_960 },
      },
    }
    const registry = registryAt(address)
    expect(await registry.list()).toEqual([
      {
        id: 'ollama/think-a-model:latest',
        name: 'think-a-model',
        provider: 'ollama',
        reasoning: true,
        efforts: ['none', 'medium'],
        contextWindow: 40_960,
        default: true,
      },
    ])
    expect(registry.defaultId).toBe('ollama/think-a-model:latest')
    await registry.list()
    expect(asked).toEqual(['/api/tags', '/api/show'])
  })

  test.each(['/', '/ollama', '/ollama/'])('Ollama may be at %s of its host', async (path) => {
    answers = { [`${path.replace(/\/$/, '')}/api/tags`]: tags() }
    await registryAt(address + path).list()
    expect(asked).toEqual([`${path.replace(/\/$/, '')}/api/tags`])
  })

  test('models that cannot chat are not listed', async () => {
    answers = { '/api/tags': tags('embed'), '/api/show': { capabilities: ['embedding'] } }
    expect(await registryAt(address).list()).toEqual([])
  })

  test.each<[string, Record<string, unknown>]>([
    ['answers an error', {}],
    ['answers something else', { '/api/tags': { hello: 'there' } }],
  ])('an Ollama that %s has no models, and the server starts', async (_, given) => {
    answers = given
    const registry = registryAt(address)
    expect(await registry.list()).toEqual([])
    expect(registry.defaultId).toBeUndefined()
  })

  test('models that tell nothing, or not in time, are listed without facts, and the others with them', async () => {
    const facts = {
      capabilities: ['completion', 'thinking'],
      model_info: { 'x.context_length': 7 },
    }
    const names = ['silent', 'null', 'nulls', 'wordy', 'odd']
    answers = { '/api/tags': tags('good', ...names, 'refused'), '/api/show': facts }
    shown = {
      silent: 'silence',
      null: null,
      nulls: { capabilities: null, model_info: null },
      wordy: { capabilities: 'completion', model_info: ['x'] },
      odd: { capabilities: ['completion', null, 7], model_info: { 'x.context_length': null } },
      refused: undefined,
    }
    const registry = registryAt(address)
    const models = await registry.list()
    expect(models.map(({ id }) => id)).toEqual(
      ['good', ...names, 'refused'].map((name) => `ollama/${name}`),
    )
    expect(models[0]).toMatchObject({ contextWindow: 7, reasoning: true })
    for (const { id, contextWindow, reasoning } of models.slice(1)) {
      expect([id, contextWindow, reasoning]).toEqual([id, undefined, undefined])
    }
    const place = { provider: 'ollama', host: new URL(address).host, path: '/api/show' }
    const message = 'a model is listed without its facts'
    expect(registry.warned).toEqual(
      expect.arrayContaining([
        { message, facts: { ...place, model: 'silent', error: 'TimeoutError' } },
        { message, facts: { ...place, model: 'null', status: 200, error: 'TypeError' } },
        { message, facts: { ...place, model: 'refused', status: 404, error: 'Error' } },
      ]),
    )
    expect(registry.warned).toHaveLength(3)
    expect(registry.unreachable).toEqual([])
  })

  test('a model that tells its facts later has them then', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    onTestFinished(() => void vi.useRealTimers())
    answers = { '/api/tags': tags('later') }
    const registry = registryAt(address)
    await registry.list()
    expect(registry.find('ollama/later')?.contextWindow).toBeUndefined()
    answers['/api/show'] = { model_info: { 'x.context_length': 7 } }
    vi.advanceTimersByTime(20_000)
    await registry.list()
    expect(registry.find('ollama/later')?.contextWindow).toBe(7)
  })

  test.each<[string, unknown, string[]]>([
    ['null', { models: null }, []],
    [
      'models without a name or a digest',
      { models: [{ name: 'a' }, { digest: 'd' }, null] },
      ['a'],
    ],
  ])('an Ollama that answers %s lists the models that it names', async (_, answer, names) => {
    answers = { '/api/tags': answer, '/api/show': {} }
    const registry = registryAt(address)
    expect((await registry.list()).map(({ name }) => name)).toEqual(names)
    expect(registry.unreachable).toEqual([])
  })

  test.each<[string, Record<string, unknown>, object]>([
    ['answers an error', {}, { status: 404, error: 'Error' }],
    ['answers something else', { '/api/tags': ['x'] }, { status: 200, error: 'TypeError' }],
  ])(
    'an Ollama that %s counts as unreachable, with one line of the log',
    async (_, given, facts) => {
      answers = given
      const registry = registryAt(address)
      await registry.list()
      expect(registry.unreachable).toEqual([{ provider: 'ollama', address }])
      const place = { host: new URL(address).host, path: '/api/tags' }
      expect(registry.warned).toEqual([
        { message: 'listing models failed', facts: { provider: 'ollama', ...place, ...facts } },
      ])
    },
  )

  test('an Ollama that is not there counts as unreachable until it is', async () => {
    vi.useFakeTimers({ toFake: ['performance'] })
    onTestFinished(() => void vi.useRealTimers())
    const { port } = server.address() as AddressInfo
    await new Promise((closed) => server.close(closed))
    const registry = registryAt(address)
    await registry.list()
    vi.advanceTimersByTime(20_000)
    await registry.list()
    const place = { provider: 'ollama', host: `127.0.0.1:${port}`, path: '/api/tags' }
    const facts = { ...place, cause: 'ECONNREFUSED', error: 'TypeError' }
    expect(registry.warned).toEqual([{ message: 'listing models failed', facts }])
    expect(registry.unreachable).toEqual([{ provider: 'ollama', address }])

    answers = { '/api/tags': tags('back'), '/api/show': {} }
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening))
    expect(await registry.list()).toEqual([])
    vi.advanceTimersByTime(20_000)
    expect(await registry.list()).toMatchObject([{ id: 'ollama/back' }])
    expect(registry.unreachable).toEqual([])
  })

  test('a model that was pulled just now can be found', () => {
    expect(registryAt(address).find('ollama/new:7b')?.languageModel).toMatchObject({
      modelId: 'new:7b',
    })
    expect(registryAt(address).find('ollama/')).toBeUndefined()
  })
})
