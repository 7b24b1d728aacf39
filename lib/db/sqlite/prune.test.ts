import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '../testing/open-test-sqlite'
import { sessions, users } from './schema'

const DAY = 24 * 60 * 60 * 1000

/** A database with a guest who came, signed in and chatted at these times. */
async function databaseWithGuest(times: { came: number; seen: number; chatted?: number }) {
  const database = openTestSqlite()
  const { came, seen, chatted } = times
  const at = { createdAt: new Date(came), updatedAt: new Date(came) }
  const { connection } = database
  connection
    .insert(users)
    .values({ id: 'guest', name: '', email: 'guest@example.org', isAnonymous: true, ...at })
    .run()
  connection
    .insert(sessions)
    .values({
      id: 's',
      userId: 'guest',
      token: 't',
      expiresAt: new Date(seen + 30 * DAY),
      createdAt: new Date(came),
      updatedAt: new Date(seen),
    })
    .run()
  if (chatted !== undefined) {
    await database.streams.begin(answerStart({ owner: 'guest', now: chatted }))
    await database.streams.end(answerEnd('a1', 'text', chatted))
  }
  return database
}

describe('R32 pruning', () => {
  test('P11 pruning deletes many rows in steps, between which others have their turn', async () => {
    const database = await databaseWithGuest({ came: 1, seen: 5, chatted: 9 })
    database.connection.$client.exec(`
      WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2000)
      INSERT INTO stream_sessions (id, message_id, chat_id, owner_id, process_id, model, status, started_at, ended_at)
      SELECT 's' || n, 'a1', 'c1', 'guest', 'p', 'm', 'completed', 1, 2 FROM numbers;
      WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2000)
      INSERT INTO messages (id, chat_id, owner_id, role, parts, status, text_length, created_at)
      SELECT 'm' || n, 'c1', 'guest', 'user', '[{"type":"text","text":"some words"}]', 'completed', 10, 2
      FROM numbers`)
    let over = false
    const pruning = database.prune(10).finally(() => {
      over = true
    })
    let turns = 0
    for (; !over; turns += 1) await setImmediate()
    expect(await pruning).toEqual({ endedSessions: 2_001, idleGuests: 1 })
    expect(turns).toBeGreaterThan(20)
    expect(database.connection.$client.prepare('SELECT * FROM messages').all()).toEqual([])
  })

  test('pruning stops at a guest who has come back meanwhile', async () => {
    const database = await databaseWithGuest({ came: 1, seen: 5, chatted: 9 })
    const pruning = database.prune(10)
    database.connection
      .update(sessions)
      .set({ updatedAt: new Date(11) })
      .run()
    expect((await pruning).idleGuests).toBe(0)
    expect(await database.messages.find('guest', 'a1')).toBeDefined()
  })
})
