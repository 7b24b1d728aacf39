import { describe, expect, test, vi } from 'vitest'
import { z } from 'zod'
import type { Caller } from '@/lib/auth/person'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import type { RateLimits } from '@/lib/rate-limit/rate-limits'
import { createBodyBudgets } from '@/lib/runtime/body-budget'
import { defineOpenVerb, defineVerb, type VerbContext } from '@/lib/verbs/define-verb'
import { noInput } from '@/lib/verbs/no-input'
import { serve, serveOpen } from './serve'

const ann: Caller = { id: 'ann', guest: false, admin: false, credentialId: 'k1', scope: 'chat' }

/** A server that knows only this caller; `take` counts. */
function serverFor(
  caller: Caller | undefined = ann,
  { draining = false, closing = false }: { draining?: boolean; closing?: boolean } = {},
) {
  const take = vi.fn<RateLimits['take']>(async () => undefined)
  const callerOf = vi.fn<() => Promise<Caller | undefined>>(async () => caller)
  vi.stubGlobal(
    'fullstopRuntime',
    Promise.resolve({
      clock: createManualClock(),
      log: createLog('silent'),
      config: readConfig({}),
      authentication: { callerOf, whenEnded: () => () => {} },
      database: { accounts: { find: async () => ann } },
      bodies: createBodyBudgets(),
      rateLimits: { take },
      tellRefused() {},
      draining,
      closing,
    }),
  )
  return { take, callerOf }
}

const report = { limit: 2, windowSeconds: 60, remaining: 0, resetSeconds: 9 }

const run = vi.fn<(caller: string, input: object) => void>()

const rename = defineVerb({
  name: 'rename',
  scope: 'chat',
  limit: 'changes',
  charge: ({ title }, { bytes }) =>
    title === 'dear' ? { limit: 'guest-bytes', points: bytes } : undefined,
  ids: ['chatId'],
  input: z.strictObject({ title: z.string() }),
  output: 'nothing',
  run: async ({ caller }: VerbContext<object>, input) => run(caller.id, input),
})

const params = Promise.resolve({ chatId: 'c1' })

const requestWith = (body: string) =>
  new Request('http://localhost/x?title=no', {
    method: 'PATCH',
    body,
    headers: { 'Content-Type': 'application/json' },
  })

const renameTo = (body: string) => serve(rename)(requestWith(body), { params })

describe('a verb', () => {
  test('a verb is called once, with the IDs of its path and its body', async () => {
    const { take } = serverFor()
    expect((await renameTo('{"title":"Plans"}')).status).toBe(204)
    expect(run.mock.calls).toEqual([['ann', { chatId: 'c1', title: 'Plans' }]])
    expect(take.mock.calls.map(([limit]) => limit)).toEqual(['changes'])
  })

  test('a verb with a charge is counted by the points of its input before it is called', async () => {
    const { take } = serverFor()
    take.mockImplementation(async (name) => {
      expect(run).not.toHaveBeenCalled()
      return name === 'changes' ? undefined : { ...report, name, exceeded: true }
    })
    expect((await renameTo('{"title":"dear"}')).status).toBe(429)
    expect(take.mock.calls[1]).toEqual(['guest-bytes', { person: 'ann' }, 16])
    expect(run).not.toHaveBeenCalled()
  })

  test.each([
    ['is not its input', '{"title":1}', 400],
    ['is not JSON', 'title', 400],
    ['names its ID again', '{"title":"x","chatId":"c2"}', 400],
  ])('a verb is counted, and not called, where its body %s', async (_, body, status) => {
    const { take } = serverFor()
    expect((await renameTo(body)).status).toBe(status)
    expect(take).toHaveBeenCalledOnce()
    expect(run).not.toHaveBeenCalled()
  })

  test.each<[string, Caller | undefined, number]>([
    ['nobody knows', undefined, 401],
    ['may only read', { ...ann, scope: 'read' }, 403],
  ])('a verb is neither counted nor called for a caller that %s', async (_, caller, status) => {
    const { take, callerOf } = serverFor()
    callerOf.mockResolvedValue(caller)
    expect((await renameTo('{"title":"Plans"}')).status).toBe(status)
    expect(take).not.toHaveBeenCalled()
    expect(run).not.toHaveBeenCalled()
  })

  test.each([
    ['drains', 'short', { draining: true }, 204],
    ['drains', 'long', { draining: true }, 503],
    ['ends its streams', 'short', { draining: true, closing: true }, 503],
  ])('P10 a server that %s answers a %s call with its status', async (_, length, state, status) => {
    const { take, callerOf } = serverFor(ann, state)
    const verb = defineVerb({ ...rename, ...(length === 'long' && { isLong: true }) })
    const response = await serve(verb)(requestWith('{"title":"Plans"}'), { params })
    expect(response.status).toBe(status)
    if (status === 204) return
    expect(await response.json()).toMatchObject({ error: { code: 'draining' } })
    expect(response.headers.get('Retry-After')).toBe('5')
    for (const step of [take, callerOf, run]) expect(step).not.toHaveBeenCalled()
  })

  test('a verb without input reads nothing of its body', async () => {
    serverFor()
    const remove = defineVerb({
      name: 'remove',
      scope: 'chat',
      limit: 'none',
      ids: ['chatId'],
      input: noInput,
      output: 'nothing',
      run: async ({ caller }: VerbContext<object>, input) => run(caller.id, input),
    })
    const response = await serve(remove)(requestWith('no JSON'), { params })
    expect(response.status).toBe(204)
    expect(run.mock.calls).toEqual([['ann', { chatId: 'c1' }]])
  })

  test('a verb for anybody has its caller looked up only where it asks who calls', async () => {
    const { callerOf } = serverFor({ ...ann, admin: true })
    const open = (asks: boolean) =>
      defineOpenVerb({
        name: 'open',
        scope: 'anybody',
        output: z.strictObject({ isOwner: z.boolean() }),
        run: async ({ isOwner }) => ({ isOwner: asks && (await isOwner()) }),
      })
    const ask = async (asks: boolean): Promise<unknown> =>
      (await serveOpen(open(asks))(new Request('http://localhost/x'))).json()
    expect(await ask(false)).toEqual({ isOwner: false })
    expect(callerOf).not.toHaveBeenCalled()
    expect(await ask(true)).toEqual({ isOwner: true })
  })
})
