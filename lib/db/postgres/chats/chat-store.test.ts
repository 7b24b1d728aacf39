import { describe, expect, inject, test, vi } from 'vitest'
import { answerStart } from '@/lib/db/testing/answer-start'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'

describe.skipIf(inject('postgresUrl') === '')('PostgreSQL', () => {
  test('P2 a chat that is changed while its answer ends is no longer answered', async () => {
    const { chats, streams, connection, sql } = await openTestPostgres()
    await streams.begin(answerStart())
    const end = await connection.$client.connect()
    await end.query(`BEGIN; SELECT FROM chats WHERE id = 'c1' FOR NO KEY UPDATE;
      UPDATE stream_sessions SET status = 'completed'`)
    const changed = chats.update('ann', 'c1', { pinned: true })
    await vi.waitFor(async () => {
      expect(await sql('SELECT FROM pg_locks WHERE NOT granted')).toHaveLength(1)
    })
    await end.query('COMMIT')
    end.release()
    expect(await changed).toMatchObject({
      pinned: true,
      activeMessageId: null,
      activeSessionId: null,
    })
  })
})
