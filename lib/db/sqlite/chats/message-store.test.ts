import { expect, test, vi } from 'vitest'
import { answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'

test('R23 the lengths of everybody’s answers are read without walking through all messages', async () => {
  const { connection, messages } = openTestSqlite()
  const prepare = vi.spyOn(connection.$client, 'prepare')
  await messages.everyonesOutputTokens('test/model')
  const [asked = ''] = prepare.mock.lastCall ?? []
  const plan = connection.$client.prepare(`EXPLAIN QUERY PLAN ${asked}`).all('test/model', 500)
  expect(JSON.stringify(plan)).toContain('completed_by_model')
  expect(JSON.stringify(plan)).not.toMatch(/SCAN|TEMP B-TREE/)
})

test('P11 more messages follow from one than a statement may have values', async () => {
  const { connection, messages, streams } = openTestSqlite()
  await streams.begin(answerStart())
  connection.$client.exec(`
    WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 39999)
    INSERT INTO messages (id, chat_id, owner_id, parent_id, role, parts, status, text_length, created_at)
    SELECT 'm' || n, 'c1', 'ann', CASE n WHEN 0 THEN 'a1' ELSE 'm' || (n - 1) END, 'user', '[]', 'completed', 0, 1
    FROM numbers ORDER BY n`)
  expect(await messages.newestLeafId('ann', 'a1')).toBe('m39999')
  expect(await messages.deleteSome('ann', { messageId: 'm0' })).toContain('m39999')
})
