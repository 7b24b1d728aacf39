import { expect, test } from 'vitest'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { numbersFromSeed } from '@/lib/platform/testing/from-seed'
import { createLossyNetwork } from './lossy-network'

test('a lossy network loses, repeats and delays between servers, and says of what time it has lost', async () => {
  const clock = createManualClock()
  const random = numbersFromSeed('a lossy network')
  const { join } = createLossyNetwork({ clock, random, log: createLog('silent') })
  const [one, other] = [join('one'), join('other')]
  const heard: string[] = []
  const deaf: number[] = []
  other.receive((message) => heard.push(JSON.stringify(message)))
  other.whenDeaf((deafFor) => deaf.push(deafFor))
  const began = clock.monotonic()
  for (let number = 0; number < 200; number += 1) {
    one.send('other', { type: 'answer-ended', sessionId: `s${number}` })
  }
  expect(heard).toEqual([])
  await clock.advance(4_000)
  const came = new Set(heard)
  expect(came.size).toBeGreaterThan(100)
  expect(came.size).toBeLessThan(200)
  expect(heard.length).toBeGreaterThan(came.size)
  expect(deaf).toEqual([expect.any(Number)])
  expect(clock.monotonic() - began).toBeGreaterThanOrEqual(deaf[0] ?? Infinity)
  expect(clock.pending).toBe(0)
})
