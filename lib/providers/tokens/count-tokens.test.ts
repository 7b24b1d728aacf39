import { expect, test } from 'vitest'
import { countTokens } from './count-tokens'

test.each([
  ['', 0],
  ['Hello, world!', 4],
  ['<|endoftext|>', 7],
])('%j is %i tokens', (text, tokens) => {
  expect(countTokens(text)).toBe(tokens)
})

test('a long text is as many tokens as its sentences', () => {
  const sentence = ' The quick brown fox jumps over the lazy dog.'
  expect(countTokens(sentence.repeat(1_000))).toBe(countTokens(sentence) * 1_000)
})

test.each(['你好世界', ' ', 'a', '!?', '👩‍👩‍👧'])('no run of %j holds the process up', (run) => {
  const startedAt = performance.now()
  expect(countTokens(run.repeat(100_000 / run.length))).toBeGreaterThan(100)
  // Without pieces it takes from five seconds to half a minute.
  expect(performance.now() - startedAt).toBeLessThan(3_000)
})
