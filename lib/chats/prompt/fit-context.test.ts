import { describe, expect, test } from 'vitest'
import { estimateFitted, fitContext } from './fit-context'

/** Each word is a token of its own. */
const words = (count: number) => ' word'.repeat(count)

const message = (role: 'user' | 'assistant', count: number) => ({
  role,
  parts: [{ type: 'text' as const, text: words(count) }],
})

/** Turns of a question of 100 tokens and an answer of 100. */
const turns = (count: number) =>
  Array.from({ length: count }, () => [message('user', 100), message('assistant', 100)]).flat()

describe('a conversation', () => {
  test('a conversation stays whole where the context is not known', async () => {
    const path = [...turns(1_000), message('user', 100)]
    expect(await fitContext(path, undefined, {})).toEqual({ path, leftOut: 0 })
  })

  test('a conversation stays whole where it fits', async () => {
    const path = [...turns(3), message('user', 100)]
    expect(await fitContext(path, 2_000, {})).toEqual({ path, leftOut: 0 })
  })

  test('a conversation loses its oldest turns, whole, until there is room for an answer', async () => {
    const path = [...turns(10), message('user', 100)]
    // 2,000 less 1,000 for the answer, less a tenth, leaves room for 900: the question and three turns.
    const fitted = await fitContext(path, 2_000, { maxOutputTokens: 1_000 })
    expect(fitted.leftOut).toBe(14)
    expect(fitted.path).toEqual(path.slice(14))
    expect(fitted.path[0]?.role).toBe('user')
  })

  test('a conversation loses more to a system prompt, or to a longer answer to come', async () => {
    const path = [...turns(10), message('user', 100)]
    const prompted = { maxOutputTokens: 1_000, systemPrompt: words(250) }
    expect((await fitContext(path, 2_000, prompted)).leftOut).toBe(16)
    expect((await fitContext(path, 4_000, { maxOutputTokens: 1_000 })).leftOut).toBe(0)
    expect((await fitContext(path, 4_000, { maxOutputTokens: 9_000 })).leftOut).toBe(4)
  })

  test('a conversation keeps its last question, however long that is', async () => {
    const path = [...turns(2), message('user', 5_000)]
    expect(await fitContext(path, 2_000, {})).toEqual({ path: path.slice(4), leftOut: 4 })
  })

  test('a conversation keeps the question of an answer that is to go on', async () => {
    const path = [...turns(2), message('user', 100), message('assistant', 5_000)]
    expect(await fitContext(path, 2_000, {})).toEqual({ path: path.slice(4), leftOut: 4 })
  })

  test('a conversation is counted in tokens, not in characters', async () => {
    const path = [...turns(2), message('user', 100)]
    const characters = path.length * 500
    expect((await fitContext(path, characters / 2, {})).leftOut).toBe(0)
  })
})

describe('an estimate of a conversation', () => {
  test('an estimate covers the part of the conversation that will be sent', async () => {
    const path = [...turns(10), message('user', 100)]
    const { path: sent } = await fitContext(path, 2_000, { maxOutputTokens: 1_000 })
    const estimate = estimateFitted(path, 2_000, { maxOutputTokens: 1_000 })
    // ' word' is a token, and five bytes: 129 a message.
    expect(estimate).toBeGreaterThanOrEqual((sent.length - 1) * 129)
    expect(estimate).toBeLessThanOrEqual(900)
    expect(estimateFitted(path, undefined, {})).toBe(path.length * 129)
  })

  test('an estimate includes the last question, however long it is', () => {
    expect(estimateFitted([...turns(2), message('user', 4_000)], 2_000, {})).toBe(5_004)
  })
})
