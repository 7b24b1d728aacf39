import { describe, expect, test } from 'vitest'
import { ConfigurationError, readConfig } from '@/lib/platform/env'
import { createModelRegistry } from './registry'

const registryOf = (environment: Record<string, string>) =>
  createModelRegistry(readConfig(environment))

const idsOf = (environment: Record<string, string>) =>
  registryOf(environment)
    .list()
    .map(({ id }) => id)

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
  ])('are %s', (_, environment, ids) => {
    expect(idsOf(environment)).toEqual(ids)
  })

  test('of OpenAI are the built-in ones unless others are named', () => {
    const ids = idsOf({ OPENAI_API_KEY: 'sk-1' })
    expect(ids.length).toBeGreaterThan(0)
    for (const id of ids) expect(id).toMatch(/^openai\/gpt-/)
  })

  test('are described as the contract says', () => {
    expect(registryOf(compatible).list()).toEqual([
      { id: 'compatible/m1', name: 'm1', provider: 'compatible', default: true },
      { id: 'compatible/org/m2', name: 'org/m2', provider: 'compatible', default: false },
    ])
  })
})

describe('the default model', () => {
  test('is the first, or the one that is named', () => {
    expect(registryOf(openai).defaultId).toBe('openai/gpt-a')
    const named = registryOf({ ...openai, DEFAULT_MODEL: 'openai/gpt-b' })
    expect(named.defaultId).toBe('openai/gpt-b')
    expect(named.list().map((model) => model.default)).toEqual([false, true])
  })

  test.each(['gpt-a', 'openai/gpt-c', 'demo/tour'])('cannot be %s, which is not there', (id) => {
    const start = () => registryOf({ ...openai, DEFAULT_MODEL: id })
    expect(start).toThrow(ConfigurationError)
    expect(start).toThrow(/^DEFAULT_MODEL: /)
  })

  test('cannot be any where there is no model at all', () => {
    const start = () => registryOf({ DEMO_MODEL: 'off' })
    expect(start).toThrow(ConfigurationError)
    expect(start).toThrow(/^DEMO_MODEL: /)
  })
})

describe('a model', () => {
  test('is found by its ID, split at the first slash', () => {
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
  ])('is not found as %j', (id) => {
    expect(registryOf(compatible).find(id)).toBeUndefined()
  })

  test('of OpenAI keeps nothing at the vendor', () => {
    expect(registryOf(openai).find('openai/gpt-a')?.callOptions).toEqual({
      providerOptions: { openai: { store: false } },
    })
  })

  test.each([
    ['chat', 'openai.chat'],
    ['responses', 'openai.responses'],
  ])('of OpenAI speaks the wire %s', (OPENAI_API, provider) => {
    const model = registryOf({ ...openai, OPENAI_API }).find('openai/gpt-a')
    expect(model?.languageModel).toMatchObject({ provider, modelId: 'gpt-a' })
  })
})
