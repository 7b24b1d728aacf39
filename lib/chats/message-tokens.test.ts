import { expect, test, vi } from 'vitest'
import { countTokensInSlices } from '@/lib/providers/count-in-slices'
import { tokensOfMessage } from './message-tokens'

vi.mock('@/lib/providers/count-in-slices', () => ({
  countTokensInSlices: vi.fn<typeof countTokensInSlices>(async (text) => text.length),
}))

const message = (text: string, id?: string) => ({
  ...(id !== undefined && { id }),
  parts: [{ type: 'text' as const, text }],
})

test('P11 a message is counted once, and again when it has grown', async () => {
  vi.mocked(countTokensInSlices).mockClear()
  expect(await tokensOfMessage(message('one', 'm1'))).toBe(3)
  expect(await tokensOfMessage(message('one', 'm1'))).toBe(3)
  expect(await tokensOfMessage(message('one more', 'm1'))).toBe(8)
  expect(await tokensOfMessage(message('one', 'm2'))).toBe(3)
  expect(countTokensInSlices).toHaveBeenCalledTimes(3)
})

test('a message that is not stored yet is not remembered', async () => {
  vi.mocked(countTokensInSlices).mockClear()
  await tokensOfMessage(message('one'))
  await tokensOfMessage(message('one'))
  expect(countTokensInSlices).toHaveBeenCalledTimes(2)
})

test('P11 those that were not used for longest are forgotten', async () => {
  await tokensOfMessage(message('one', 'old'))
  for (let index = 0; index < 20_000; index += 1) await tokensOfMessage(message('x', `m${index}`))
  vi.mocked(countTokensInSlices).mockClear()
  await tokensOfMessage(message('x', 'm19999'))
  expect(countTokensInSlices).not.toHaveBeenCalled()
  await tokensOfMessage(message('one', 'old'))
  expect(countTokensInSlices).toHaveBeenCalledOnce()
})
