import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readConfig } from '@/lib/platform/env'
import { createModelRegistry } from './registry'

/** What Ollama answers, by path; absent ones are 404. */
let answers: Record<string, unknown>
let asked: string[]
let server: Server
let address: string

const tags = (...names: string[]) => ({
  models: names.map((name) => ({ name, digest: `digest of ${name}`, size: 1 })),
})

beforeEach(async () => {
  asked = []
  server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    response.statusCode = path in answers ? 200 : 404
    response.end(JSON.stringify(answers[path] ?? { error: 'not found' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const registryAt = (url: string) => createModelRegistry(readConfig({ OLLAMA_BASE_URL: url }))

describe('Ollama', () => {
  test('tells its models, and what they can do', async () => {
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

  test.each(['/', '/ollama', '/ollama/'])('may be at %s of its host', async (path) => {
    answers = { [`${path.replace(/\/$/, '')}/api/tags`]: tags() }
    await registryAt(address + path).list()
    expect(asked).toEqual([`${path.replace(/\/$/, '')}/api/tags`])
  })

  test('does not tell of models that cannot chat', async () => {
    answers = { '/api/tags': tags('embed'), '/api/show': { capabilities: ['embedding'] } }
    expect(await registryAt(address).list()).toEqual([])
  })

  test.each<[string, Record<string, unknown>]>([
    ['answers an error', {}],
    ['answers something else', { '/api/tags': { hello: 'there' } }],
  ])('that %s has no models, and the server starts', async (_, given) => {
    answers = given
    const registry = registryAt(address)
    expect(await registry.list()).toEqual([])
    expect(registry.defaultId).toBeUndefined()
  })

  test('may be asked for a model that was pulled just now', () => {
    expect(registryAt(address).find('ollama/new:7b')?.languageModel).toMatchObject({
      modelId: 'new:7b',
    })
    expect(registryAt(address).find('ollama/')).toBeUndefined()
  })
})
