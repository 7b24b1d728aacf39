import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { countTokensInSlices } from './count-in-slices'
import { countTokens } from './count-tokens'

const sentence = ' The quick brown fox jumps over the lazy dog.'

test.each(['', 'Hello, world!', '<|endoftext|>', sentence.repeat(600)])(
  'a text of up to 30,000 characters is counted whole: %#',
  async (text) => {
    expect(await countTokensInSlices(text)).toBe(countTokens(text))
  },
)

test.each([
  ['the same', sentence.repeat(5_000)],
  ['of two kinds', sentence.repeat(3_000) + '0x1f '.repeat(30_000)],
  ['without a space', '你好世界'.repeat(30_000)],
])('a longer text is estimated to a twentieth: %s', async (_, text) => {
  const counted = countTokens(text)
  expect(Math.abs((await countTokensInSlices(text)) - counted)).toBeLessThan(counted / 20)
})

test('P11 no text holds the event loop', async () => {
  const words = Array.from({ length: 1_000_000 }, (_, index) =>
    index % 7 === 0 ? ' ' : String.fromCharCode(97 + ((index * 7_919 + index ** 2) % 26)),
  ).join('')
  const counts = Promise.all([1, 2, 3, 4, 5].map(async () => countTokensInSlices(words)))
  let over = false
  void counts.then(() => {
    over = true
  })
  const turns: number[] = []
  for (let before = performance.now(); !over; before = performance.now()) {
    await setImmediate()
    turns.push(performance.now() - before)
  }
  expect(turns.length).toBeGreaterThan(10)
  expect(turns.toSorted((a, b) => a - b)[turns.length >> 1]).toBeLessThan(30)
})
