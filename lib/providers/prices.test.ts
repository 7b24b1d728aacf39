import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue, contextWindowOf, costOf } from './prices'

const tokens = { inputTokens: 1_000_000, outputTokens: 1_000_000 }
const sold = (catalogueName: string) => ({
  billing: { costsMoney: true, stopsWithCall: true, catalogueName },
})

test('a known model has a price and a context window', () => {
  const cost = costOf(sold('openai'), 'gpt-5.4-mini', tokens)
  expect(cost).toMatchObject({ currency: 'USD', pricesOf: catalogue.publishedOn })
  expect(cost?.amount).toBeGreaterThan(1)
  expect(contextWindowOf(sold('openai'), 'gpt-5.4-mini')).toBe(400_000)
})

test.each([
  ['unknown', sold('openai'), 'my-finetune'],
  ['of an unknown vendor', sold('lab'), 'gpt-5.4-mini'],
  ['without a vendor', { billing: { costsMoney: true, stopsWithCall: true } }, 'gpt-5.4-mini'],
])('a model that is %s has none', (_, provider, modelName) => {
  expect(costOf(provider, modelName, tokens)).toBeUndefined()
  expect(contextWindowOf(provider, modelName)).toBeUndefined()
})

test('one that costs nothing has no price', () => {
  const free = { billing: { ...sold('openai').billing, costsMoney: false } }
  expect(costOf(free, 'gpt-5.4-mini', tokens)).toBeUndefined()
})

test('the prices are dated with the version that is installed', () => {
  const manifest = readFileSync('node_modules/@pydantic/genai-prices/package.json', 'utf8')
  expect(JSON.parse(manifest)).toMatchObject({ version: catalogue.version })
})
