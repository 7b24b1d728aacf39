import path from 'node:path'
import { expect, test } from 'vitest'
import { answerStart } from '@/lib/testing/answer-start'
import { temporaryFolder } from '@/lib/testing/temporary-folder'
import { openTestSqlite, openTestSqliteAt } from '../testing/open-test-sqlite'

test('a commit outlives the connection, and the file may be opened again', async () => {
  const file = path.join(temporaryFolder(), 'deep', 'folder', 'test.db')
  const first = openTestSqliteAt(file)
  await first.streams.begin(answerStart())
  first.close()
  const second = openTestSqliteAt(file)
  expect(await second.messages.find('ann', 'q1')).toBeDefined()
})

test('the database runs in WAL mode, and lets no row point to nowhere', async () => {
  const { connection } = openTestSqlite()
  expect(connection.$client.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(connection.$client.pragma('synchronous', { simple: true })).toBe(1)
  expect(connection.$client.pragma('foreign_keys', { simple: true })).toBe(1)
})
