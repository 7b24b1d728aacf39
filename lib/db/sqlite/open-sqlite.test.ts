import path from 'node:path'
import { expect, test } from 'vitest'
import { answerStart } from '@/lib/testing/answer-start'
import { openTestDatabase, temporaryFolder } from '@/lib/testing/test-database'

test('a commit outlives the connection, and the file may be opened again', async () => {
  const file = path.join(temporaryFolder(), 'deep', 'folder', 'test.db')
  const first = openTestDatabase(file)
  await first.streams.begin(answerStart())
  first.close()
  const second = openTestDatabase(file)
  expect(await second.messages.find('ann', 'q1')).toBeDefined()
})

test('the database runs in WAL mode, and lets no row point to nowhere', async () => {
  const { connection } = openTestDatabase()
  expect(connection.$client.pragma('journal_mode', { simple: true })).toBe('wal')
  expect(connection.$client.pragma('synchronous', { simple: true })).toBe(1)
  expect(connection.$client.pragma('foreign_keys', { simple: true })).toBe(1)
})
