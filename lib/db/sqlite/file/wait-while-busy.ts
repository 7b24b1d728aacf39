import { storageFullError, unavailableError } from '@/lib/contract/fullstop-error'
import type { AroundCall } from '@/lib/db/around-calls'
import { delay, type Clock } from '@/lib/platform/clock'
import { sqliteCodeOf } from './sqlite-code'
import { storageProblemOf } from './storage-problem'

/** How often the first in the line looks again, in milliseconds. A look takes about 10 µs. */
const LOOK_EVERY_MS = 10

const LONGEST_WAIT_MS = 5_000

/**
 * Does the work, and repeats it while another process holds the database: without blocking, and for
 * 5 s at most. Work that finds the database held must have done nothing. Throws `unavailable`, and
 * `storage_full` where nothing can be written.
 */
export type WaitWhileBusy = AroundCall

/** All calls that wait stand in one line, and only the first of them looks again. */
export function createWaitWhileBusy(clock: Clock): WaitWhileBusy {
  let lastInLine = Promise.resolve()

  async function waitInLine<Value>(work: () => Promise<Value>): Promise<Value> {
    let tooLate = false
    const callOff = clock.after(LONGEST_WAIT_MS, () => {
      tooLate = true
    })
    const before = lastInLine
    const turn = Promise.withResolvers<void>()
    lastInLine = turn.promise
    await before
    try {
      while (!tooLate) {
        try {
          return await work()
        } catch (error) {
          if (!isBusy(error)) throw toldError(error)
          await delay(clock, LOOK_EVERY_MS)
        }
      }
      throw unavailableError()
    } finally {
      callOff()
      // Not at once: the caller's steps right after a commit come before anybody else's call.
      setImmediate(turn.resolve)
    }
  }

  // A call that finds the database free costs no timer, and no more than a microtask.
  return (work) =>
    work().catch((error: unknown) => {
      if (!isBusy(error)) throw toldError(error)
      return waitInLine(work)
    })
}

/** The error that callers are told: a storage problem has its own, any other stays. */
function toldError(error: unknown): unknown {
  const problem = storageProblemOf(error)
  return problem === undefined ? error : storageFullError(problem)
}

/** Whether the database is held, or full: a write that is not urgent may then be left out. */
export function isUnwritable(error: unknown): boolean {
  return isBusy(error) || storageProblemOf(error) !== undefined
}

/** Whether SQLite refused for a lock that another process holds. */
export function isBusy(error: unknown): boolean {
  return sqliteCodeOf(error).startsWith('SQLITE_BUSY')
}
