import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogue, contextWindowOf, pricingOf } from './prices'

const tokens = { inputTokens: 1_000_000, outputTokens: 1_000_000 }
const sold = (catalogueName: string) => ({ costsMoney: true, stopsWithCall: true, catalogueName })

test('a known model has a price and a context window', () => {
  const cost = pricingOf(sold('openai'), 'gpt-5.4-mini').costOf(tokens)
  expect(cost).toMatchObject({ currency: 'USD', pricesOf: catalogue.publishedOn })
  expect(cost?.amount).toBeGreaterThan(1)
  expect(contextWindowOf(sold('openai'), 'gpt-5.4-mini')).toBe(400_000)
})

test.each([
  ['unknown', sold('openai'), 'my-finetune'],
  ['of an unknown vendor', sold('lab'), 'gpt-5.4-mini'],
  ['without a vendor', { costsMoney: true, stopsWithCall: true }, 'gpt-5.4-mini'],
])('a model that is %s has no price and no context window', (_, billing, modelName) => {
  expect(pricingOf(billing, modelName).costOf(tokens)).toBeUndefined()
  expect(contextWindowOf(billing, modelName)).toBeUndefined()
})

test('input from the vendor’s cache is cheaper, unless the figures make no sense', () => {
  const pricing = pricingOf(sold('openai'), 'gpt-5.4-mini')
  const whole = pricing.costOf(tokens)?.amount ?? 0
  expect(pricing.costOf({ ...tokens, cacheReadTokens: 900_000 })?.amount).toBeLessThan(whole)
  expect(pricing.costOf({ ...tokens, cacheReadTokens: 1_000_001 })?.amount).toBe(whole)
})

test('a model that costs nothing has no price', () => {
  const free = { ...sold('openai'), costsMoney: false }
  expect(pricingOf(free, 'gpt-5.4-mini').costOf(tokens)).toBeUndefined()
})

test('the prices are dated with the version that is installed', () => {
  const manifest = readFileSync('node_modules/@pydantic/genai-prices/package.json', 'utf8')
  expect(JSON.parse(manifest)).toMatchObject({ version: catalogue.version })
})
