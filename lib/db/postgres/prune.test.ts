import { describe, expect, inject, test } from 'vitest'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'

describe.skipIf(inject('postgresUrl') === '')('R32 pruning PostgreSQL', () => {
  test('P11 pruning deletes all that is old in steps of 200 rows, and nothing of another guest', async () => {
    const database = await openTestPostgres()
    const { sql } = database
    await sql(`INSERT INTO users (id, name, email, is_anonymous, created_at, updated_at)
      SELECT 'g' || n, '', 'g' || n, true, 1, 1 FROM generate_series(1, 201) AS n`)
    await sql(`INSERT INTO sessions (id, user_id, token, expires_at, created_at, updated_at)
      VALUES ('s', 'g7', 't', 999, 1, 500)`)
    await sql(`INSERT INTO chats (id, owner_id, title, settings, created_at, updated_at)
      SELECT 'c' || n, 'g1', '', '{}', 1, 1 FROM generate_series(1, 201) AS n`)
    await sql(`INSERT INTO messages (id, chat_id, owner_id, role, parts, status, text_length, created_at)
      SELECT 'm' || n, 'c1', 'g1', 'user', '[]', 'completed', 0, 1 FROM generate_series(1, 401) AS n`)
    await sql(`INSERT INTO chats (id, owner_id, title, settings, created_at, updated_at)
      VALUES ('of ann', 'ann', '', '{}', 1, 1)`)
    await sql(`INSERT INTO messages (id, chat_id, owner_id, role, parts, status, text_length, created_at)
      VALUES ('of ann', 'of ann', 'ann', 'user', '[]', 'completed', 0, 1)`)
    await sql(`INSERT INTO stream_sessions
        (id, message_id, chat_id, owner_id, process_id, model, status, started_at, ended_at)
      SELECT 's' || n, 'of ann', 'of ann', 'ann', 'p', 'm', 'completed', 1, n
      FROM generate_series(1, 405) AS n`)
    await sql(
      `INSERT INTO servers (id, lease_until, started_at) VALUES ('gone', 401, 1), ('s', 402, 1)`,
    )
    expect(await database.prune(402)).toEqual({ endedSessions: 401, idleGuests: 200 })
    expect(await sql('SELECT id FROM users ORDER BY id')).toEqual(
      ['ann', 'bob', 'g7'].map((id) => ({ id })),
    )
    expect(await sql('SELECT id FROM stream_sessions')).toHaveLength(4)
    expect(await sql('SELECT id FROM servers')).toEqual([{ id: 's' }])
    expect(await sql('SELECT id FROM messages')).toEqual([{ id: 'of ann' }])
  })
})
