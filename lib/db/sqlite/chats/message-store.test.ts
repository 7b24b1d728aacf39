import { expect, test, vi } from 'vitest'
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
