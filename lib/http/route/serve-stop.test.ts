import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Stopper } from '@/lib/auth/person'
import { unavailableError } from '@/lib/contract/fullstop-error'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import type { LimitReport } from '@/lib/rate-limit/rate-limits'
import { defineVerb, type VerbContext } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import { serve } from './serve'

const ann = { id: 'ann', guest: false, admin: false, credentialId: 'k1', scope: 'chat' } as const

const certain: Stopper = { ...ann, confirmed: async () => {} }

/** A caller whose session was good a moment ago; the look-up has failed since. */
const uncertain: Stopper = { ...ann, confirmed: () => Promise.reject(unavailableError()) }

const report: LimitReport = {
  name: 'cancels',
  limit: 2,
  windowSeconds: 60,
  remaining: 1,
  resetSeconds: 9,
  exceeded: false,
}

const never = () => new Promise<never>(() => {})

/** A route that stops a running answer, or has to look for one, and calls to it. */
function routed(options: {
  stopper?: () => Promise<Stopper | undefined>
  take?: () => Promise<LimitReport | undefined>
  runs?: boolean
}) {
  const { stopper = async () => certain, runs = true } = options
  const { take = async () => report } = options
  const clock = createManualClock()
  const log = createLog('silent')
  const info = vi.spyOn(log, 'info')
  const authentication = { stopperOf: stopper, whenEnded: () => () => {} }
  const accounts = { find: async () => ann }
  const rateLimits = { take: vi.fn<typeof take>(take) }
  const runtime = {
    clock,
    log,
    authentication,
    database: { accounts },
    rateLimits,
    tellRefused() {},
  }
  const config = readConfig({})
  // P10: a stop is carried out while its server drains.
  const state = { draining: true, closing: false }
  vi.stubGlobal('fullstopRuntime', Promise.resolve({ ...runtime, config, ...state }))
  const acted = vi.fn<(counted: number) => void>()
  const stop = defineVerb({
    name: 'stop',
    scope: 'chat',
    limit: 'cancels',
    isStop: true,
    ids: ['messageId'],
    input: noInput,
    output: z.object({ done: z.boolean() }),
    async run({ admitted }: VerbContext<object>) {
      if (!runs) await admitted()
      acted(rateLimits.take.mock.calls.length)
      return { done: true }
    },
  })
  const handle = serve(stop)
  const call = (messageId = 'a1') =>
    handle(new Request('http://localhost/x', { method: 'POST' }), {
      params: Promise.resolve({ messageId }),
    })
  const refusals = () => info.mock.calls.filter(([, message]) => message === 'stop refused')
  return { call, acted, clock, rateLimits, refusals }
}

describe('P13 a stop of a running answer', () => {
  test('a stop acts first, and is counted meanwhile', async () => {
    const { call, acted } = routed({})
    const response = await call()
    expect(acted).toHaveBeenCalledExactlyOnceWith(0)
    expect(response.status).toBe(200)
    expect(response.headers.get('RateLimit')).toBe('"cancels";r=1;t=9')
  })

  test('a stop waits 25 ms for a count that does not come', async () => {
    const { call, acted, clock } = routed({ take: never })
    const answered = vi.fn<(response: Response) => void>()
    const calling = call().then(answered)
    await clock.advance(24)
    expect(acted).toHaveBeenCalledOnce()
    expect(answered).not.toHaveBeenCalled()
    await clock.advance(1)
    await calling
    expect(answered.mock.calls[0]?.[0].headers.has('RateLimit')).toBe(false)
    expect(clock.pending).toBe(0)
  })

  test.each([
    ['is one too many', async () => ({ ...report, exceeded: true, remaining: 0 })],
    ['cannot be counted', () => Promise.reject(new Error('Redis is away'))],
    ['comes from a caller who was good a moment ago', undefined],
  ])('a stop is not refused where it %s', async (_, take) => {
    const { call, acted, refusals } = routed({
      ...(take && { take }),
      stopper: async () => (take ? certain : uncertain),
    })
    expect((await call()).status).toBe(200)
    expect(acted).toHaveBeenCalledOnce()
    expect(refusals()).toEqual([])
  })
})

describe('P13 a stop that finds nothing running', () => {
  test('a late stop is counted once, before it looks', async () => {
    const { call, acted, rateLimits } = routed({ runs: false })
    expect((await call()).status).toBe(200)
    expect(acted).toHaveBeenCalledExactlyOnceWith(1)
    expect(rateLimits.take).toHaveBeenCalledOnce()
  })

  const exceeded = { ...report, exceeded: true, remaining: 0 }

  test.each<[string, Parameters<typeof routed>[0], number, Record<string, string>]>([
    ['rate_limited', { take: async () => exceeded }, 429, { 'Retry-After': '9' }],
    ['unavailable', { stopper: async () => uncertain }, 503, { 'Retry-After': '1' }],
  ])('a late stop is refused as %s, and has its line', async (code, options, status, headers) => {
    const { call, acted, refusals } = routed({ ...options, runs: false })
    const response = await call()
    expect(response.status).toBe(status)
    expect(Object.fromEntries(response.headers)).toMatchObject(
      Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
      ),
    )
    expect(acted).not.toHaveBeenCalled()
    expect(refusals()).toEqual([[{ messageId: 'a1', code }, 'stop refused']])
  })
})

describe('R25 a stop that is refused', () => {
  test.each<[string, () => Promise<Stopper | undefined>]>([
    ['unauthenticated', async () => undefined],
    ['forbidden', async () => ({ ...certain, scope: 'read' })],
    ['unavailable', () => Promise.reject(unavailableError())],
  ])('a stop that is refused as %s has one line in the log', async (code, stopper) => {
    const { call, acted, refusals } = routed({ stopper })
    await call()
    expect(acted).not.toHaveBeenCalled()
    expect(refusals()).toEqual([[{ messageId: 'a1', code }, 'stop refused']])
  })

  test('the line of a stop does not repeat a name that is not an ID', async () => {
    const { call, refusals } = routed({})
    expect((await call('my secret text')).status).toBe(400)
    expect(refusals()).toEqual([[{ code: 'bad_request' }, 'stop refused']])
  })
})
