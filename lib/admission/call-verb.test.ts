import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Caller, Stopper } from '@/lib/auth/person'
import { unavailableError } from '@/lib/contract/fullstop-error'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import type { LimitReport, RateLimits } from '@/lib/rate-limit/rate-limits'
import { defineVerb, type VerbContext } from '@/lib/verbs/define-verb'
import type { AdmissionServices } from './arrival'
import { callVerb } from './call-verb'

const ann: Caller = { id: 'ann', guest: true, admin: false, credentialId: 'k1', scope: 'chat' }

/** A caller who was good a moment ago, and whose look-up has failed since. */
const uncertain: Stopper = { ...ann, confirmed: () => Promise.reject(unavailableError()) }

const account = { ...ann, name: 'Ann', email: 'ann@example.org', emailVerified: true, owner: false }

const report: LimitReport = {
  name: 'changes',
  limit: 2,
  windowSeconds: 60,
  remaining: 1,
  resetSeconds: 9,
  exceeded: false,
}

/** Services that note, in order, what a call makes them do. */
function notingServices({
  take,
  isThere = true,
}: { take?: () => Promise<LimitReport>; isThere?: boolean } = {}) {
  const steps: string[] = []
  const log = createLog('silent')
  const info = vi.spyOn(log, 'info')
  const clock = createManualClock()
  const rateLimits: RateLimits = {
    async take(name, { person, address }, points) {
      steps.push(`count ${name} of ${person} at ${address}: ${points}`)
      return (await take?.()) ?? { ...report, name }
    },
  }
  const services: AdmissionServices = {
    authentication: {
      callerOf: () => Promise.reject(new Error('a known caller is not looked up')),
      stopperOf: () => Promise.reject(new Error('a known caller is not looked up')),
      whenEnded: () => () => {},
    },
    database: { accounts: { find: async () => (isThere ? account : undefined) } },
    rateLimits,
    clock,
    log,
  }
  return { services, steps, info, clock }
}

function renameWith(steps: string[], run = async () => {}) {
  return defineVerb({
    name: 'rename',
    scope: 'chat',
    limit: 'changes',
    charge: ({ title }, { bytes }) =>
      title === 'dear' ? { limit: 'guest-bytes', points: bytes } : undefined,
    ids: ['chatId'],
    input: z.strictObject({ title: z.string() }),
    largestInput: 100,
    output: 'nothing',
    async run({ caller }: VerbContext<AdmissionServices>, { chatId, title }) {
      steps.push(`run by ${caller.id} at ${caller.address}: ${chatId} ${title}`)
      await run()
    },
  })
}

function call(caller: Caller | Stopper = ann) {
  const onCounted = vi.fn<(told: LimitReport) => void>()
  return { caller, address: '192.0.2.7', requestId: 'r1', onCounted }
}

const asked = (input: unknown, { chatId = 'c1', bytes = 16 } = {}) => ({
  ids: { chatId },
  read: () => input,
  bytes,
})

describe('a verb for a known caller', () => {
  test('a verb is counted, charged and run in this order, and its door hears of both limits', async () => {
    const { services, steps } = notingServices()
    const known = call()
    await callVerb(services, renameWith(steps), known, asked({ title: 'dear' }))
    expect(steps).toEqual([
      'count changes of ann at 192.0.2.7: 1',
      'count guest-bytes of ann at 192.0.2.7: 16',
      'run by ann at 192.0.2.7: c1 dear',
    ])
    expect(known.onCounted.mock.calls.map(([{ name }]) => name)).toEqual(['changes', 'guest-bytes'])
  })

  const counted = ['count changes of ann at 192.0.2.7: 1']

  test.each<[string, Caller | Stopper, ReturnType<typeof asked>, object, string[]]>([
    ['an uncertain caller', uncertain, asked({ title: 'x' }), { code: 'unavailable' }, []],
    ['a narrow key', { ...ann, scope: 'read' }, asked({ title: 'x' }), { code: 'forbidden' }, []],
    [
      'a malformed ID',
      ann,
      asked({ title: 'x' }, { chatId: 'no ID' }),
      { code: 'bad_request', details: { field: 'chatId' } },
      [],
    ],
    ['a large input', ann, asked({ title: 'x' }, { bytes: 101 }), { code: 'too_large' }, []],
    [
      'a wrong field',
      ann,
      asked({ title: 1 }),
      { code: 'bad_request', details: { field: 'title' } },
      counted,
    ],
    [
      'an ID in its input',
      ann,
      asked({ title: 'x', chatId: 'c2' }),
      { code: 'bad_request', details: { field: 'chatId' } },
      counted,
    ],
  ])('a verb is refused, and not run, for %s', async (_, caller, asks, error, expected) => {
    const { services, steps } = notingServices()
    await expect(callVerb(services, renameWith(steps), call(caller), asks)).rejects.toMatchObject(
      error,
    )
    expect(steps).toEqual(expected)
  })

  test('a verb is refused, and not run, beyond its limit', async () => {
    const exceeded = { ...report, exceeded: true, remaining: 0 }
    const { services, steps } = notingServices({ take: async () => exceeded })
    const known = call()
    await expect(
      callVerb(services, renameWith(steps), known, asked({ title: 'x' })),
    ).rejects.toMatchObject({
      code: 'rate_limited',
      details: { limit: 2, retryAfterSeconds: 9 },
    })
    expect(known.onCounted).toHaveBeenCalledExactlyOnceWith(exceeded)
    expect(steps).toEqual(counted)
  })

  test.each([
    ['unauthenticated where its caller was deleted meanwhile', false, { code: 'unauthenticated' }],
    ['with its own error where its caller is still there', true, { message: 'no such row' }],
  ])('a verb that fails is answered %s', async (_, isThere, error) => {
    const { services, steps } = notingServices({ isThere })
    const rename = renameWith(steps, () => Promise.reject(new Error('no such row')))
    await expect(callVerb(services, rename, call(), asked({ title: 'x' }))).rejects.toMatchObject(
      error,
    )
  })
})

describe('P13 a stop for a known caller', () => {
  function stopWith(steps: string[], isRunning: boolean) {
    return defineVerb({
      name: 'stop',
      scope: 'chat',
      limit: 'cancels',
      isStop: true,
      ids: ['chatId'],
      input: z.strictObject({}),
      output: 'nothing',
      async run({ admitted }: VerbContext<AdmissionServices>) {
        if (!isRunning) await admitted()
        steps.push('stop')
      },
    })
  }
  const count = 'count cancels of ann at 192.0.2.7: 1'

  test.each([
    ['a stop acts before it is counted where an answer runs', true, ['stop', count]],
    ['a stop is counted once, and then looks, where none runs', false, [count, 'stop']],
  ])('%s', async (_, isRunning, expected) => {
    const { services, steps } = notingServices()
    await callVerb(services, stopWith(steps, isRunning), call(), asked({}))
    expect(steps).toEqual(expected)
  })

  test('a stop that another server may have to carry out waits 200 ms at most for its count', async () => {
    const { services, steps, clock } = notingServices({ take: () => new Promise(() => {}) })
    const stopping = callVerb(services, stopWith(steps, false), call(), asked({}))
    await clock.advance(199)
    expect(steps).toEqual([count])
    await clock.advance(1)
    expect(steps).toEqual([count, 'stop'])
    await clock.advance(25)
    await stopping
  })

  test('a stop of nothing that runs here is refused beyond its limit', async () => {
    const exceeded = { ...report, exceeded: true, remaining: 0 }
    const { services, steps } = notingServices({ take: async () => exceeded })
    await expect(
      callVerb(services, stopWith(steps, false), call(), asked({})),
    ).rejects.toMatchObject({ code: 'rate_limited' })
    expect(steps).toEqual([count])
  })

  test('R25 a stop whose caller cannot be confirmed has its line', async () => {
    const { services, steps, info } = notingServices()
    await expect(
      callVerb(services, stopWith(steps, false), call(uncertain), asked({})),
    ).rejects.toMatchObject({ code: 'unavailable' })
    expect(info.mock.calls).toEqual([[{ chatId: 'c1', code: 'unavailable' }, 'stop refused']])
    expect(steps).not.toContain('stop')
  })
})
