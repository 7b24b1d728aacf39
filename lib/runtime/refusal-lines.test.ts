import { expect, test, vi } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { createRefusalLines } from './refusal-lines'

test('P11 refused calls are a line each, and those beyond fifty in ten seconds a number', async () => {
  const clock = createManualClock()
  const info = vi.fn<(facts: object, message?: string) => void>()
  const tell = createRefusalLines({ info }, clock)
  for (let call = 0; call < 1_000; call += 1) tell({ requestId: `${call}` })
  expect(info).toHaveBeenCalledTimes(50)
  expect(info).toHaveBeenLastCalledWith({ requestId: '49' }, 'a call was refused')
  await clock.advance(10_000)
  expect(info).toHaveBeenLastCalledWith({ calls: 950 }, 'more calls were refused')
  tell({ requestId: 'next' })
  expect(info).toHaveBeenLastCalledWith({ requestId: 'next' }, 'a call was refused')
  await clock.advance(10_000)
  expect(info).toHaveBeenCalledTimes(52)
  expect(clock.pending).toBe(0)
})
