import { describe, expect, inject, test, vi } from 'vitest'
import { answerStart } from '@/lib/db/testing/answer-start'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'

const LOCK_ANN = "SELECT pg_advisory_xact_lock(hashtextextended('ann', 0))"

/** A database, and a transaction of another server with which a call of this one meets. */
async function openWithOther() {
  const database = await openTestPostgres()
  const { connection, sql } = database
  const other = await connection.$client.connect()
  await other.query('BEGIN')
  /** Lets the transaction end as soon as the call has to wait for it. */
  const endMeanwhile = async <Value>(call: Promise<Value>): Promise<Value> => {
    await vi.waitFor(async () => {
      expect(
        await sql(
          `SELECT FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        ),
      ).toHaveLength(1)
    })
    await other.query('COMMIT')
    other.release()
    return call
  }
  return { ...database, other, endMeanwhile }
}

describe.skipIf(inject('postgresUrl') === '')('PostgreSQL', () => {
  test('P2 a chat that is changed while its answer ends is no longer answered', async () => {
    const { chats, streams, other, endMeanwhile } = await openWithOther()
    await streams.begin(answerStart())
    await other.query(`SELECT FROM chats WHERE id = 'c1' FOR NO KEY UPDATE`)
    await other.query(`UPDATE stream_sessions SET status = 'completed'`)
    const changed = await endMeanwhile(chats.update('ann', 'c1', { pinned: true }, 9))
    expect(changed).toMatchObject({ pinned: true, activeMessageId: null, activeSessionId: null })
  })

  test('a chat is later than one that another server made meanwhile, in the same millisecond', async () => {
    const { chats, other, endMeanwhile } = await openWithOther()
    await other.query(LOCK_ANN)
    await other.query(`INSERT INTO chats (id, owner_id, title, settings, created_at, updated_at)
      VALUES ('c1', 'ann', '', '{}', 5, 5)`)
    const chat = { id: 'c2', ownerId: 'ann', title: '', model: null, settings: {} }
    expect(await endMeanwhile(chats.create(chat, 5))).toMatchObject({ updatedAt: 6 })
  })

  test('a deletion goes on to the last message, though another server deletes the first ones', async () => {
    const { chats, messages, sql, other, endMeanwhile } = await openWithOther()
    await chats.create({ id: 'c1', ownerId: 'ann', title: '', model: null, settings: {} }, 1)
    await sql(
      `INSERT INTO messages (id, chat_id, owner_id, role, parts, status, text_length, created_at)
       SELECT 'm' || n, 'c1', 'ann', 'user', '[]', 'completed', 0, 1 FROM generate_series(1, 250) AS n`,
    )
    await other.query(LOCK_ANN)
    await other.query('DELETE FROM messages WHERE substr(id, 2)::int < 250')
    expect(await endMeanwhile(messages.deleteSome('ann', {}))).toEqual(['m250'])
  })
})
