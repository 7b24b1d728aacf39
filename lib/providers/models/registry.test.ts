import { describe, expect, test } from 'vitest'
import { ConfigurationError, readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { createModelRegistry } from './registry'

const registryOf = (environment: Record<string, string>) =>
  createModelRegistry(readConfig(environment), createLog('silent'))

const idsOf = async (environment: Record<string, string>) =>
  (await registryOf(environment).list()).map(({ id }) => id)

const compatible = { COMPATIBLE_BASE_URL: 'http://localhost:1/v1', COMPATIBLE_MODELS: 'm1,org/m2' }
const openai = { OPENAI_API_KEY: 'sk-1', OPENAI_MODELS: 'gpt-a,gpt-b' }

describe('the models', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['the demo when nothing else is configured', {}, ['demo/tour']],
    ['those of OpenAI, without the demo', openai, ['openai/gpt-a', 'openai/gpt-b']],
    ['those of a compatible server', compatible, ['compatible/m1', 'compatible/org/m2']],
    [
      'the demo beside others where that is wished',
      { ...openai, DEMO_MODEL: 'on' },
      ['openai/gpt-a', 'openai/gpt-b', 'demo/tour'],
    ],
    [
      'all in the order of the configuration',
      {
        ...compatible,
        ...openai,
        COMPATIBLE_LAB_BASE_URL: 'http://localhost:2/v1',
        COMPATIBLE_LAB_MODELS: 'm',
      },
      ['openai/gpt-a', 'openai/gpt-b', 'compatible/m1', 'compatible/org/m2', 'lab/m'],
    ],
    ['no OpenAI without a key', { OPENAI_MODELS: 'gpt-a' }, ['demo/tour']],
    ['no Anthropic and no DeepSeek without a key', { ANTHROPIC_MODELS: 'a' }, ['demo/tour']],
    [
      'those of Anthropic and DeepSeek',
      {
        DEEPSEEK_API_KEY: 'k',
        DEEPSEEK_MODELS: 'deep',
        ANTHROPIC_API_KEY: 'k',
        ANTHROPIC_MODELS: 'c',
      },
      ['anthropic/c', 'deepseek/deep'],
    ],
  ])('the models are %s', async (_, environment, ids) => {
    expect(await idsOf(environment)).toEqual(ids)
  })

  test.each(['openai', 'anthropic', 'deepseek'])(
    'the models of %s are the built-in ones unless others are named',
    async (vendor) => {
      const models = await registryOf({ [`${vendor.toUpperCase()}_API_KEY`]: 'k' }).list()
      expect(models.length).toBeGreaterThan(0)
      for (const model of models) {
        expect(model).toMatchObject({ provider: vendor, reasoning: true })
        expect(model.efforts).toContain('low')
      }
    },
  )

  test('the models have the context window that the catalogue tells', async () => {
    const environment = { OPENAI_API_KEY: 'k', OPENAI_MODELS: 'gpt-5.4-mini,my-finetune' }
    const [known, unknown] = await registryOf(environment).list()
    expect(known?.contextWindow).toBeGreaterThan(100_000)
    expect(unknown).not.toHaveProperty('contextWindow')
    expect(registryOf(environment).find('openai/gpt-5.4-mini')).toMatchObject({
      contextWindow: known?.contextWindow,
    })
  })

  test.each(['OPENAI', 'ANTHROPIC', 'DEEPSEEK'])(
    'the built-in models of %s all have a context window',
    async (prefix) => {
      for (const model of await registryOf({ [`${prefix}_API_KEY`]: 'k' }).list()) {
        expect(model.contextWindow).toBeGreaterThan(50_000)
      }
    },
  )

  test('the models are described as the contract says', async () => {
    expect(await registryOf(compatible).list()).toEqual([
      { id: 'compatible/m1', name: 'm1', provider: 'compatible', default: true },
      { id: 'compatible/org/m2', name: 'org/m2', provider: 'compatible', default: false },
    ])
  })
})

describe('the default model', () => {
  test('the default is the first model, or the one that is named', async () => {
    expect(registryOf(openai).defaultId).toBe('openai/gpt-a')
    const named = registryOf({ ...openai, DEFAULT_MODEL: 'openai/gpt-b' })
    expect(named.defaultId).toBe('openai/gpt-b')
    expect((await named.list()).map((model) => model.default)).toEqual([false, true])
  })

  test.each(['gpt-a', 'openai/gpt-c', 'demo/tour'])(
    'the default cannot be %s, which is not there',
    (id) => {
      const start = () => registryOf({ ...openai, DEFAULT_MODEL: id })
      expect(start).toThrow(ConfigurationError)
      expect(start).toThrow(/^DEFAULT_MODEL: /)
    },
  )

  test('a configuration without any model is refused', () => {
    const start = () => registryOf({ DEMO_MODEL: 'off' })
    expect(start).toThrow(ConfigurationError)
    expect(start).toThrow(/^DEMO_MODEL: /)
  })
})

describe('a model', () => {
  test('a model is found by its ID, split at the first slash', () => {
    const found = registryOf(compatible).find('compatible/org/m2')
    expect(found?.id).toBe('compatible/org/m2')
    expect(found?.languageModel).toMatchObject({ modelId: 'org/m2' })
  })

  test.each([
    'm1',
    'compatible',
    'compatible/',
    'compatible/m3',
    'other/m1',
    '/m1',
    '',
    'compatible/m1/',
  ])('no model is found as %j', (id) => {
    expect(registryOf(compatible).find(id)).toBeUndefined()
  })

  test.each([
    ['openai/gpt-6.1-sol', 'high', { reasoning: 'high' }],
    ['compatible/m1', 'high', {}],
    ['compatible/m1', 'none', {}],
  ] as const)('%s is asked for the effort %s only if it has that', (id, reasoning, asked) => {
    const registry = registryOf({ ...compatible, OPENAI_API_KEY: 'k' })
    const { providerOptions: _, ...options } = registry.find(id)?.callOptions({ reasoning }) ?? {}
    expect(options).toEqual(asked)
  })

  test.each([
    ['openai/gpt-6.1-sol', {}, 600],
    ['openai/gpt-6.1-sol', { reasoning: 'none' }, 600],
    ['openai/gpt-6.1-sol', { reasoning: 'high' }, 1_500],
    ['compatible/m1', { reasoning: 'high' }, 600],
    ['openai/gpt-6.1-sol', { reasoning: 'high', maxOutputTokens: 99 }, 99],
  ] as const)('R23 %s asked with %j is guessed to answer %i tokens', (id, wish, tokens) => {
    const registry = registryOf({ ...compatible, OPENAI_API_KEY: 'k' })
    expect(registry.find(id)?.usualTokens(wish)).toBe(tokens)
  })

  test('a model of OpenAI keeps nothing at the vendor', () => {
    const model = registryOf(openai).find('openai/gpt-a')
    expect(model?.callOptions({ temperature: 0.5 })).toEqual({
      temperature: 0.5,
      providerOptions: { openai: { store: false, reasoningSummary: 'auto' } },
    })
  })

  test.each([
    ['chat', 'openai.chat'],
    ['responses', 'openai.responses'],
  ])('a model of OpenAI speaks the wire %s', (OPENAI_API, provider) => {
    const model = registryOf({ ...openai, OPENAI_API }).find('openai/gpt-a')
    expect(model?.languageModel).toMatchObject({ provider, modelId: 'gpt-a' })
  })
})
