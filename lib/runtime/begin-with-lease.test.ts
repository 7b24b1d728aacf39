import { expect, test, vi } from 'vitest'
import { answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { beginWithLease } from './begin-with-lease'

test('P9 a session begins only once the lease of its server is confirmed', async () => {
  const database = openTestSqlite()
  const lease = Promise.withResolvers<void>()
  const { streams } = beginWithLease(database, () => lease.promise)
  const outcome = vi.fn<(outcome: string) => void>()
  const beginning = streams.begin(answerStart()).then((started) => {
    outcome(started.outcome)
  })
  expect(await streams.findAnswer('a1')).toBeUndefined()
  lease.resolve()
  await beginning
  expect(outcome).toHaveBeenCalledExactlyOnceWith('started')
})

test('P9 a session does not begin, and is not continued, where the lease cannot be confirmed', async () => {
  const database = openTestSqlite()
  const { streams } = beginWithLease(database, () => Promise.reject(new Error('no database')))
  await expect(streams.begin(answerStart())).rejects.toThrow('no database')
  await database.streams.begin(answerStart())
  const continuation = {
    ownerId: 'ann',
    processId: 'p1',
    messageId: 'a1',
    model: 'test/model',
    sessionId: 's2',
    now: 1,
    monotonicNow: 1,
    leftOut: 0,
    most: 10,
  }
  await expect(streams.beginAgain(continuation)).rejects.toThrow('no database')
})
