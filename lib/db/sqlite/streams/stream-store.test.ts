import { describe, expect, test } from 'vitest'
import { answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'

describe('a beginning', () => {
  test('a beginning keeps a second active session out of its chat, whoever writes that', async () => {
    const { streams, connection } = openTestSqlite()
    await streams.begin(answerStart())
    const insert = connection.$client.prepare(
      `INSERT INTO stream_sessions (id, message_id, chat_id, owner_id, process_id, model, status, started_at)
       VALUES ('other', 'a1', 'c1', 'ann', 'p2', 'm', ?, 1)`,
    )
    expect(() => insert.run('active')).toThrow(/UNIQUE/)
    expect(insert.run('completed').changes).toBe(1)
  })
})
