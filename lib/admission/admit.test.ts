import { describe, expect, test, vi } from 'vitest'
import type { Caller, Stopper } from '@/lib/auth/person'
import { createManualClock } from '@/lib/platform/manual-clock'
import { admit } from './admit'

const ann: Caller = { id: 'ann', guest: false, admin: false, credentialId: 'k1', scope: 'chat' }

/** What a door knows of a call, and services that know this caller until `end` is called. */
function doorFor(caller: Caller | undefined = ann, canBreakOff = true) {
  const clock = createManualClock()
  const callerOf = vi.fn<(headers: Headers) => Promise<Caller | undefined>>(async () => caller)
  const stopperOf = vi.fn<(headers: Headers) => Promise<Stopper | undefined>>(
    async () => caller && { ...caller, confirmed: async () => {} },
  )
  const stopWatching = vi.fn<() => void>()
  let end = () => {}
  const authentication = {
    callerOf,
    stopperOf,
    whenEnded(_: string, listener: () => void) {
      end = listener
      return stopWatching
    },
  }
  const breakOff = vi.fn<() => boolean>(() => canBreakOff)
  const credentials = new Headers({ authorization: 'Bearer x' })
  return {
    services: { authentication, clock },
    arrival: { credentials, breakOff },
    clock,
    callerOf,
    stopperOf,
    stopWatching,
    breakOff,
    end: () => {
      end()
    },
  }
}

const chat = { scope: 'chat' } as const

describe('admission', () => {
  test('a caller is known by their credentials alone', async () => {
    const { services, arrival, callerOf, stopperOf } = doorFor()
    expect((await admit(services, arrival, chat)).caller).toBe(ann)
    expect(callerOf).toHaveBeenCalledExactlyOnceWith(arrival.credentials)
    await admit(services, arrival, { ...chat, isStop: true })
    expect(stopperOf).toHaveBeenCalledExactlyOnceWith(arrival.credentials)
    expect(callerOf).toHaveBeenCalledOnce()
  })

  test.each<[string, Caller | undefined]>([
    ['unauthenticated', undefined],
    ['forbidden', { ...ann, scope: 'read' }],
  ])('a caller who may not call is refused as %s, and not watched', async (code, caller) => {
    const { services, arrival, callerOf } = doorFor()
    const whenEnded = vi.spyOn(services.authentication, 'whenEnded')
    callerOf.mockResolvedValue(caller)
    await expect(admit(services, arrival, chat)).rejects.toMatchObject({ code })
    expect(whenEnded).not.toHaveBeenCalled()
  })

  test.each([
    [100, 1],
    [101, 2],
  ])('P12 a caller whose input took %d ms is looked up %d times', async (ms, times) => {
    const { services, arrival, clock, callerOf } = doorFor()
    const admission = await admit(services, arrival, chat)
    await clock.advance(ms)
    expect(await admission.stillCaller()).toBe(ann)
    expect(callerOf).toHaveBeenCalledTimes(times)
  })

  test('P12 a caller whose session ended while their input came is refused', async () => {
    const { services, arrival, end } = doorFor()
    const admission = await admit(services, arrival, chat)
    end()
    await expect(admission.stillCaller()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  test.each([
    [true, 0],
    [false, 1],
  ])(
    'P12 a reader whose session ends loses the connection (%s), or is called back',
    async (canBreakOff, calls) => {
      const { services, arrival, end, breakOff } = doorFor(ann, canBreakOff)
      const admission = await admit(services, arrival, chat)
      const listener = vi.fn<() => void>()
      admission.whenRevoked(listener)
      end()
      expect(breakOff).toHaveBeenCalledOnce()
      expect(listener).toHaveBeenCalledTimes(calls)
    },
  )

  test('P11 a session is watched until its call is answered, or read to the end', async () => {
    const answered = doorFor()
    const admission = await admit(answered.services, answered.arrival, chat)
    admission.forget()
    expect(answered.stopWatching).toHaveBeenCalledOnce()
    const read = doorFor()
    const reading = await admit(read.services, read.arrival, chat)
    const stop = reading.whenRevoked(() => {})
    reading.forget()
    expect(read.stopWatching).not.toHaveBeenCalled()
    stop()
    expect(read.stopWatching).toHaveBeenCalledOnce()
  })
})
