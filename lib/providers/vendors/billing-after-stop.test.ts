import { expect, test } from 'vitest'
import { stopsBillingWithCall } from './billing-after-stop'

test.each([
  ['https://api.x.ai/v1', true],
  ['https://api.groq.com/openai/v1', false],
  ['https://groq.com/', false],
  ['https://openrouter.ai/api/v1', 'unknown'],
  ['https://notgroq.com/v1', 'unknown'],
  ['http://localhost:8000/v1', 'unknown'],
])('the vendor at %s stops billing with the call: %s', (address, stops) => {
  expect(stopsBillingWithCall(address)).toBe(stops)
})
