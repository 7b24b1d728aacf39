import { setTimeout as wait } from 'node:timers/promises'
import * as fc from 'fast-check'
import { Client } from 'pg'
import { expect, vi } from 'vitest'
import { isContention } from '@/lib/db/postgres/connection/postgres-code'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { openTestPostgres } from './open-test-postgres'

/** A tenth of the 400 times that each race is run at least; `npm run properties` does the rest. */
export const RACES = 40

/** How long each of two calls waits before it is made, in milliseconds; a call takes two or three. */
const delays = fc.oneof(
  fc.constant([0, 0] as const),
  fc.tuple(fc.double({ min: 0, max: 4, noNaN: true }), fc.constant(0)),
  fc.tuple(fc.constant(0), fc.double({ min: 0, max: 4, noNaN: true })),
)

/** Makes two calls at the same time, but for the delays of this run. */
export type Together = <First, Second>(
  first: () => Promise<First>,
  second: () => Promise<Second>,
) => Promise<[First, Second]>

/** IDs that no other run has: those of a turn in a chat, and of a second one in another chat. */
export type RunIds = ReturnType<typeof idsOfRun>

export function idsOfRun(run: number) {
  const first = { chat: `c${run}`, question: `q${run}`, answer: `a${run}` }
  const second = { chat: `d${run}`, question: `r${run}`, answer: `b${run}` }
  return { run, first, second, sessionId: `session-${first.answer}` }
}

/** The streams of one database as two servers see it. */
export async function openTwice() {
  const { here, there, race } = await openTwoServers()
  const { streams, sql, addPerson } = here
  return { here: streams, there: there.streams, sql, addPerson, race }
}

/** One database as two servers see it, each with connections of its own. */
export async function openTwoServers() {
  const here = await openTestPostgres()
  const queries = vi.spyOn(Client.prototype, 'query')
  let run = 0
  return {
    here,
    there: here.reopen(),
    /** Runs a race many times, and expects that none ends in a deadlock, not even one that is retried. */
    race: async (once: (together: Together, ids: RunIds) => Promise<void>) => {
      const property = fc.asyncProperty(delays, (after) =>
        once(togetherAfter(after), idsOfRun((run += 1))),
      )
      await fc.assert(property, fromSeed(RACES))
      const refused = queries.mock.settledResults.filter(({ type }) => type === 'rejected')
      expect(refused.filter(({ value }) => isContention(value))).toEqual([])
    },
  }
}

function togetherAfter([first, second]: readonly [number, number]): Together {
  return (callFirst, callSecond) =>
    Promise.all([
      first > 0 ? wait(first).then(callFirst) : callFirst(),
      second > 0 ? wait(second).then(callSecond) : callSecond(),
    ])
}
