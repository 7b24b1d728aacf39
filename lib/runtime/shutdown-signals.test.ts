import { expect, test, vi } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { createSignalListener } from './shutdown-signals'

function listenerOfTest() {
  const clock = createManualClock()
  const begin = vi.fn<(signal: string) => void>()
  const hurry = vi.fn<() => void>()
  return { clock, begin, hurry, onSignal: createSignalListener(clock, { begin, hurry }) }
}

test('P10 the first signal begins a shutdown, and one that npm passes on changes nothing', async () => {
  const { clock, begin, hurry, onSignal } = listenerOfTest()
  onSignal('SIGINT')
  onSignal('SIGINT')
  await clock.advance(999)
  onSignal('SIGTERM')
  expect(begin.mock.calls).toEqual([['SIGINT']])
  expect(hurry).not.toHaveBeenCalled()
})

test('P10 a signal a second later hurries the shutdown', async () => {
  const { clock, begin, hurry, onSignal } = listenerOfTest()
  onSignal('SIGTERM')
  await clock.advance(1_000)
  onSignal('SIGTERM')
  expect(begin).toHaveBeenCalledOnce()
  expect(hurry).toHaveBeenCalledOnce()
})
