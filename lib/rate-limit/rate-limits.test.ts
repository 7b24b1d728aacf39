import { describe, expect, test, vi } from 'vitest'
import { systemClock } from '@/lib/platform/clock'
import { readConfig } from '@/lib/platform/env'
import { countersInMemory } from './counters'
import { createRateLimits, type RateLimits } from './rate-limits'
import { WindowCounter } from './window-counter'

const limitsOf = (environment: Record<string, string> = {}) =>
  createRateLimits(
    readConfig({ RATE_LIMIT_SENDS: '2', RATE_LIMIT_CANCELS: '3', ...environment }),
    countersInMemory(systemClock),
  )

describe('a limit', () => {
  test('R17 a limit counts a person’s calls down, and says how long to wait', async () => {
    const limits = limitsOf()
    const take = () => limits.take('sends', { person: 'ann', address: '10.0.0.1' })
    expect(await take()).toMatchObject({ limit: 2, remaining: 1, exceeded: false })
    expect(await take()).toMatchObject({ remaining: 0, exceeded: false })
    const third = await take()
    expect(third).toMatchObject({ name: 'sends', windowSeconds: 60, exceeded: true })
    expect(third?.resetSeconds).toBeGreaterThan(50)
    expect(third?.resetSeconds).toBeLessThanOrEqual(60)
  })

  test('P5 a limit of one person or of one kind is not another’s', async () => {
    const limits = limitsOf()
    for (let call = 0; call < 3; call += 1) await limits.take('sends', { person: 'ann' })
    expect(await limits.take('sends', { person: 'bob' })).toMatchObject({ exceeded: false })
    expect(await limits.take('cancels', { person: 'ann' })).toMatchObject({ exceeded: false })
  })

  test('a limit of an address has room for ten people', async () => {
    const limits = limitsOf()
    for (let call = 0; call < 20; call += 1) {
      const report = await limits.take('sends', { person: `guest-${call}`, address: '10.0.0.1' })
      expect(report?.exceeded).toBe(false)
    }
    const next = await limits.take('sends', { person: 'guest-20', address: '10.0.0.1' })
    expect(next).toMatchObject({ limit: 20, exceeded: true })
  })

  const guess = (limits: RateLimits, account: string, address: string) =>
    limits.take('sign-ins', { account, address })

  test('a limit of an account counts guesses from everywhere together', async () => {
    const limits = limitsOf()
    for (let guessed = 0; guessed < 100; guessed += 1) {
      const report = await guess(limits, 'ann', `10.0.0.${guessed}`)
      expect(report?.exceeded).toBe(false)
    }
    expect((await guess(limits, 'ann', '10.0.1.1'))?.exceeded).toBe(true)
  })

  test('a limit of an account at one address is small, and locks nobody out at another address', async () => {
    const limits = limitsOf()
    for (let guessed = 0; guessed < 500; guessed += 1) await guess(limits, 'ann', '10.0.0.1')
    expect((await guess(limits, 'ann', '10.0.0.1'))?.exceeded).toBe(true)
    expect((await guess(limits, 'ann', '10.0.0.2'))?.exceeded).toBe(false)
  })

  test('a limit of an address keeps no counts of the calls beyond it', async () => {
    const consume = vi.spyOn(WindowCounter.prototype, 'consume')
    const limits = limitsOf()
    for (let guessed = 0; guessed < 300; guessed += 1) {
      await guess(limits, `made-up-${guessed}`, '10.0.0.1')
    }
    // The address, and the account of each of its hundred calls, there and everywhere.
    expect(new Set(consume.mock.calls.map(([key]) => key)).size).toBe(201)
  })

  test('a limit is missing where nothing says whose call it is, and with RATE_LIMIT=off', async () => {
    expect(await limitsOf().take('guests', {})).toBeUndefined()
    const off = limitsOf({ RATE_LIMIT: 'off' })
    expect(await off.take('sends', { person: 'ann' })).toBeUndefined()
  })
})
