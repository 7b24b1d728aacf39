import { expect, test, vi } from 'vitest'
import { answerEnd, answerStart } from '@/lib/testing/answer-start'
import { openTestDatabase } from '@/lib/testing/test-database'

const NORMAL = 1
const FULL = 2

test('P3 what ends an answer or asks for a stop waits for the disk, and nothing else does', async () => {
  const { streams, connection } = openTestDatabase()
  const level = () => connection.$client.pragma('synchronous', { simple: true })
  const levels: unknown[] = []
  const transaction = connection.transaction.bind(connection)
  vi.spyOn(connection, 'transaction').mockImplementation((work, config) => {
    levels.push(level())
    return transaction(work, config)
  })
  const start = answerStart()
  await streams.begin(start)
  const { sessionId } = start
  await streams.saveChunks([{ sessionId, position: 0, part: 0, kind: 'text', text: 'Hello' }])
  await streams.end(answerEnd('a1', 'Hello'))
  await streams.requestCancel({ messageId: 'a9', ownerId: 'ann', createdAt: 1 })
  expect(levels).toEqual([NORMAL, NORMAL, FULL, FULL])
  expect(level()).toBe(NORMAL)
  // Nor after one that fails.
  const nobody = { messageId: 'a9', ownerId: 'nobody', createdAt: 1 }
  await expect(streams.requestCancel(nobody)).rejects.toThrow(/FOREIGN KEY/)
  expect(level()).toBe(NORMAL)
})
