import { expect, test, vi } from 'vitest'
import { tokensOfMessage } from './message-tokens'

const inLetters = () => vi.fn<(text: string) => Promise<number>>(async (text) => text.length)

const message = (text: string, id?: string) => ({
  ...(id !== undefined && { id }),
  parts: [{ type: 'text' as const, text }],
})

test('P11 a message is counted once, and again when it has grown', async () => {
  const count = inLetters()
  expect(await tokensOfMessage(message('one', 'counted-1'), count)).toBe(3)
  expect(await tokensOfMessage(message('one', 'counted-1'), count)).toBe(3)
  expect(await tokensOfMessage(message('one more', 'counted-1'), count)).toBe(8)
  expect(await tokensOfMessage(message('one', 'counted-2'), count)).toBe(3)
  expect(count).toHaveBeenCalledTimes(3)
})

test('a message that is not stored yet is not remembered', async () => {
  const count = inLetters()
  await tokensOfMessage(message('one'), count)
  await tokensOfMessage(message('one'), count)
  expect(count).toHaveBeenCalledTimes(2)
})

test('P11 the messages that were unused for longest are forgotten', async () => {
  const count = inLetters()
  await tokensOfMessage(message('one', 'old'), count)
  for (let index = 0; index < 20_000; index += 1) {
    await tokensOfMessage(message('x', `newer-${index}`), count)
  }
  count.mockClear()
  await tokensOfMessage(message('x', 'newer-19999'), count)
  expect(count).not.toHaveBeenCalled()
  await tokensOfMessage(message('one', 'old'), count)
  expect(count).toHaveBeenCalledOnce()
})
