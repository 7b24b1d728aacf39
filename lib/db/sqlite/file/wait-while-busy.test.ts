import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openSqlite } from '@/lib/db/sqlite/open-sqlite'
import { addSpending } from '@/lib/db/testing/add-spending'
import { answerStart } from '@/lib/db/testing/answer-start'
import { holdDatabase } from '@/lib/db/testing/hold-database'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { createManualClock } from '@/lib/platform/manual-clock'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'

function openHeld() {
  const file = path.join(temporaryFolder(), 'test.db')
  openTestSqlite(file).close()
  const clock = createManualClock()
  const database = openSqlite(file, clock)
  const held = holdDatabase(file)
  onTestFinished(() => {
    held.release()
    database.close()
  })
  const looks = vi.spyOn(database.connection, 'transaction')
  return { database, clock, held, looks }
}

/** A call's outcome so far: what it gave, the code of its error, or `waiting`. */
function watch(call: Promise<unknown>) {
  const watched: { outcome: unknown } = { outcome: 'waiting' }
  call.then(
    (value) => {
      watched.outcome = value
    },
    (error: { code: string }) => {
      watched.outcome = error.code
    },
  )
  return watched
}

describe('P13 a database that another process holds', () => {
  test('calls wait for the database without blocking, and are done once', async () => {
    const { database, clock, held } = openHeld()
    const chat = { id: 'c2', ownerId: 'ann', title: 'Plans', model: null, settings: {} }
    const calls = [database.streams.begin(answerStart()), database.chats.create(chat, 1)]
    const outcomes = calls.map(watch)
    await clock.advance(4_000)
    expect(outcomes).toEqual([{ outcome: 'waiting' }, { outcome: 'waiting' }])
    held.release()
    await clock.advance(20)
    expect(await Promise.all(calls)).toMatchObject([{ outcome: 'started' }, { id: 'c2' }])
    expect(await database.chats.count('ann')).toBe(2)
    expect(clock.pending).toBe(0)
  })

  test('a call gives up after 5 s as unavailable, to be tried again in a second', async () => {
    const { database, clock } = openHeld()
    const refusal = database.streams.begin(answerStart()).catch((error: unknown) => error)
    // A send is looked at with all others of its turn.
    await setImmediate()
    const late = watch(
      clock.advance(2_000).then(() => addSpending(database.spending, 'day', ['ann'], 1)),
    )
    await clock.advance(5_000)
    expect(await refusal).toMatchObject({ code: 'unavailable', details: { retryAfterSeconds: 1 } })
    expect(late.outcome).toBe('waiting')
    await clock.advance(2_020)
    expect(late.outcome).toBe('unavailable')
    expect(clock.pending).toBe(0)
  })

  test('one of the calls that wait looks at the database, and only for a moment', async () => {
    const { database, clock, held, looks } = openHeld()
    const before = performance.now()
    const writers = Array.from({ length: 100 }, () =>
      addSpending(database.spending, 'day', ['ann'], 1),
    )
    await clock.advance(1_000)
    // Each call looks once, and then the first of them every 10 ms.
    expect(looks.mock.calls.length).toBeGreaterThanOrEqual(190)
    expect(looks.mock.calls.length).toBeLessThanOrEqual(201)
    // With a busy time of 20 ms in SQLite it would be 4 s.
    expect(performance.now() - before).toBeLessThan(2_000)
    held.release()
    const done = Promise.all(writers)
    await clock.advance(20)
    await done
    expect(await database.spending.of('day', 'ann')).toBe(100)
  })

  test('the database is read all the same', async () => {
    const { database } = openHeld()
    expect(await database.accounts.find('ann')).toMatchObject({ id: 'ann' })
    const key = { id: 'k1', ownerId: 'ann' }
    await expect(database.keys.markUsed(key.id, 1)).resolves.toBeUndefined()
  })

  test('a read costs no more than microtasks', async () => {
    const { database, clock } = openHeld()
    const timer = vi.spyOn(clock, 'after')
    let steps = 0
    let found = false
    void database.accounts.find('ann').then(() => {
      found = true
    })
    for (; !found && steps < 100; steps += 1) await Promise.resolve()
    expect(steps).toBeLessThanOrEqual(3)
    expect(timer).not.toHaveBeenCalled()
  })

  test('P4 nobody else writes between a call that waited and the next step of its caller', async () => {
    const { database, clock, held } = openHeld()
    const order: string[] = []
    const write = async (name: string) => {
      await addSpending(database.spending, 'day', [name], 1)
      for (let step = 0; step < 20; step += 1) await Promise.resolve()
      order.push(`${name} goes on, ${await database.spending.of('day', 'second')} after it`)
    }
    const both = Promise.all([write('first'), write('second')])
    held.release()
    await clock.advance(20)
    await both
    expect(order[0]).toBe('first goes on, 0 after it')
  })
})
