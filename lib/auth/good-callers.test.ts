import { describe, expect, test } from 'vitest'
import { createManualClock } from '@/lib/platform/manual-clock'
import { GoodCallers } from './good-callers'
import type { Caller } from './person'

const caller = (credentialId: string): Caller => ({
  id: 'ann',
  guest: false,
  admin: false,
  scope: 'chat',
  credentialId,
})

function goodCallers() {
  const clock = createManualClock()
  const callers = new GoodCallers(clock)
  const lookUp = (credential: string, found: Caller | undefined = caller(credential)) =>
    callers.watch(credential, async () => found)
  return { clock, callers, lookUp }
}

describe('P12 P13 a caller of a moment ago', () => {
  test('a caller is remembered for a minute after the look-up, by that credential alone', async () => {
    const { clock, callers, lookUp } = goodCallers()
    expect(await lookUp('one')).toEqual(caller('one'))
    await clock.advance(59_999)
    expect(callers.find('one')).toEqual(caller('one'))
    expect(callers.find('other')).toBeUndefined()
    await clock.advance(1)
    expect(callers.find('one')).toBeUndefined()
  })

  test('a caller is forgotten once the look-up finds nobody', async () => {
    const { callers, lookUp } = goodCallers()
    await lookUp('one')
    await callers.watch('one', async () => undefined)
    expect(callers.find('one')).toBeUndefined()
  })

  test('a caller is still remembered when the look-up fails', async () => {
    const { callers, lookUp } = goodCallers()
    await lookUp('one')
    const failing = callers.watch('one', () => Promise.reject(new Error('locked')))
    await expect(failing).rejects.toThrow('locked')
    expect(callers.find('one')).toEqual(caller('one'))
  })

  test('a caller is forgotten at once when the session or key ends, and others are not', async () => {
    const { callers, lookUp } = goodCallers()
    await lookUp('one', caller('session'))
    await lookUp('two', caller('session'))
    await lookUp('three')
    callers.forget('session')
    expect(['one', 'two', 'three'].map((name) => callers.find(name)?.credentialId)).toEqual([
      undefined,
      undefined,
      'three',
    ])
  })

  test('a caller whose session or key ends during the look-up is not remembered', async () => {
    const { callers } = goodCallers()
    const { promise, resolve } = Promise.withResolvers<Caller>()
    const looking = callers.watch('one', () => promise)
    callers.forget('one')
    resolve(caller('one'))
    expect(await looking).toEqual(caller('one'))
    expect(callers.find('one')).toBeUndefined()
  })

  test('P11 a caller is kept no longer than for a minute', async () => {
    const { callers, clock, lookUp } = goodCallers()
    await lookUp('first')
    await clock.advance(60_000)
    await lookUp('second')
    expect(callers.size).toBe(1)
  })

  test('P11 callers are 10,000 at most, and the one who was looked up longest ago goes first', async () => {
    const { callers, lookUp } = goodCallers()
    await lookUp('first')
    await lookUp('second')
    await lookUp('first')
    for (let index = 0; index < 9_999; index += 1) await lookUp(`more ${index}`)
    expect(callers.find('second')).toBeUndefined()
    expect(callers.find('first')).toBeDefined()
    expect(callers.find('more 9998')).toBeDefined()
  })
})
