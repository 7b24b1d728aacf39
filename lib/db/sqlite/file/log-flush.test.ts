import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { openSqlite } from '@/lib/db/sqlite/open-sqlite'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { systemClock } from '@/lib/platform/clock'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'

/** A database on a disk that takes as long as the test says. */
function onSlowDisk() {
  const file = path.join(temporaryFolder(), 'test.db')
  // Adds the people of the tests.
  openTestSqlite(file).close()
  const syncs: PromiseWithResolvers<void>[] = []
  const syncFile = () => {
    const sync = Promise.withResolvers<void>()
    syncs.push(sync)
    return sync.promise
  }
  const database = openSqlite(file, systemClock, { syncFile })
  onTestFinished(() => {
    database.close()
  })
  return { database, syncs }
}

test('P3 an end, and a stop that waits for its send, are told when the disk has them', async () => {
  const { database, syncs } = onSlowDisk()
  const { streams } = database
  // A beginning and its chunks wait for nothing.
  await streams.begin(answerStart())
  const chunk = { sessionId: 'session-a1', position: 0, part: 0, kind: 'text' as const, text: 'Hi' }
  await streams.saveChunks([chunk])
  expect(syncs).toHaveLength(0)

  const stop = { messageId: 'a9', ownerId: 'ann', createdAt: 1 }
  for (const [outcome, call] of [
    ['won', () => streams.end(answerEnd('a1', 'Hi'))],
    [true, () => streams.requestCancel(stop)],
  ] as const) {
    const told = vi.fn<(value: unknown) => void>()
    const calling = call().then(told)
    await setImmediate()
    expect(told).not.toHaveBeenCalled()
    syncs.at(-1)?.resolve()
    await calling
    expect(told.mock.calls).toEqual([[outcome]])
  }
  expect(syncs).toHaveLength(2)
  expect(await database.messages.find('ann', 'a1')).toMatchObject({ status: 'completed' })
})

test('P10 ends that come together share a wait for the disk, but not one that began before them', async () => {
  const { database, syncs } = onSlowDisk()
  const answers = ['a1', 'a2', 'a3', 'a4']
  for (const answer of answers) {
    const start = answerStart({ chat: `of-${answer}`, question: `q-${answer}`, answer })
    await database.streams.begin(start)
  }
  const told: string[] = []
  const ending = answers.map(async (answer, index) => {
    if (index > 0) await setImmediate()
    await database.streams.end(answerEnd(answer))
    told.push(answer)
  })
  await setImmediate()
  await setImmediate()
  expect(syncs).toHaveLength(1)
  syncs[0]?.resolve()
  await vi.waitFor(() => {
    expect(syncs).toHaveLength(2)
  })
  expect(told).toEqual(['a1'])
  syncs[1]?.resolve()
  await Promise.all(ending)
  expect(told).toEqual(answers)
  expect(syncs).toHaveLength(2)
})

test('P3 an end that the disk refuses is not told, and one that comes after may be', async () => {
  const { database, syncs } = onSlowDisk()
  await database.streams.begin(answerStart())
  const ending = database.streams.end(answerEnd('a1'))
  await setImmediate()
  syncs[0]?.reject(new Error('EIO'))
  await expect(ending).rejects.toThrow('EIO')
  const again = database.streams.end(answerEnd('a1'))
  await vi.waitFor(() => {
    expect(syncs).toHaveLength(2)
  })
  syncs[1]?.resolve()
  expect(await again).toBe('already_mine')
})
