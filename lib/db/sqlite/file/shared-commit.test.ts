import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import SqliteDatabase from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'

const names = (count: number) => Array.from({ length: count }, (_, index) => `a${index}`)

const startOf = (answer: string, owner = 'ann') =>
  answerStart({ owner, chat: `of-${answer}`, question: `q-${answer}`, answer })

function openFile() {
  const file = path.join(temporaryFolder(), 'test.db')
  const database = openTestSqlite(file)
  const other = new SqliteDatabase(file, { readonly: true })
  onTestFinished(() => {
    other.close()
  })
  return {
    ...database,
    transactions: vi.spyOn(database.connection, 'transaction'),
    /** How many answers another process sees. */
    seenFromOutside: () =>
      other.prepare(`SELECT count(*) FROM messages WHERE role = 'assistant'`).pluck().get(),
  }
}

test('P4 sends of one turn share a commit, and each is told once it is there for everybody', async () => {
  const { streams, transactions, seenFromOutside } = openFile()
  const seen = names(5).map(async (answer) => {
    const { outcome } = await streams.begin(startOf(answer))
    return [outcome, seenFromOutside()]
  })
  expect(seenFromOutside()).toBe(0)
  expect(await Promise.all(seen)).toEqual(names(5).map(() => ['started', 5]))
  expect(transactions).toHaveBeenCalledOnce()
})

test('P2 ends of one turn share a commit, and the same end wins once', async () => {
  const { streams, messages, transactions } = openFile()
  for (const answer of names(3)) await streams.begin(startOf(answer))
  transactions.mockClear()
  const ends = [...names(3), 'a0'].map((answer) => streams.end(answerEnd(answer, answer)))
  expect(await Promise.all(ends)).toEqual(['won', 'won', 'won', 'already_mine'])
  expect(transactions).toHaveBeenCalledOnce()
  expect(await messages.find('ann', 'a2')).toMatchObject({ status: 'completed', textLength: 2 })
})

test('P1 a write that fails leaves nothing, and the writes of the same turn as they are', async () => {
  const { streams, chats, messages } = openFile()
  const unwritable = { ...answerEnd('a0', ''), parts: [1n] as never }
  const [first, end, second] = await Promise.allSettled([
    streams.begin(startOf('a0')),
    streams.end(unwritable),
    streams.begin(startOf('a2')),
  ])
  for (const send of [first, second]) expect(send).toMatchObject({ value: { outcome: 'started' } })
  expect(end.status === 'rejected' && end.reason).toBeInstanceOf(TypeError)
  expect(await chats.count('ann')).toBe(2)
  expect(await messages.find('ann', 'a0')).toMatchObject({ status: 'active' })
})

test('P11 others have a turn while many sends come at once', async () => {
  const { streams } = openFile()
  let told = 0
  const sends = names(40).map(async (answer) => {
    await streams.begin(startOf(answer))
    told += 1
  })
  const counts: number[] = []
  while (told < 40) {
    counts.push(told)
    await setImmediate()
  }
  await Promise.all(sends)
  expect(counts).toEqual([0, 16, 32])
})
