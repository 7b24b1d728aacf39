import { expect, test } from 'vitest'
import { findOrStartAnswer } from '@/lib/chats/send/send-message'
import { cancelMessage } from '@/lib/chats/stop/cancel-message'
import { sendRequestSchema } from '@/lib/contract/request'
import { searchWords } from '@/lib/db/search-words'
import { openTestMemory } from '@/lib/db/testing/open-test-sqlite'
import type { TestDatabase } from '@/lib/db/testing/test-database'
import { callBy } from '@/lib/testing/calls'
import { member } from '@/lib/testing/senders'
import { createTestServices, type TestServices } from '@/lib/testing/test-services'
import { fillInstallation } from './fill-installation'
import { planChats } from './planned-chats'
import type { Row } from './rows-of-turn'
import { searched } from './vocabulary'

/** An installation without the collector, whose chats take long to make; `bob` is the newcomer. */
async function openInstallation(messages: number) {
  const database = openTestMemory()
  await database.addPerson({ id: 'gil', guest: true })
  await database.sql(
    `INSERT INTO accounts (id, user_id, account_id, provider_id, password, created_at, updated_at)
     VALUES ('account', 'ann', 'ann', 'credential', 'hash', 1, 1)`,
  )
  for (const id of ['ann', 'gil']) {
    await database.sql(
      `INSERT INTO sessions (id, user_id, token, expires_at, created_at, updated_at)
       VALUES (?, ?, ?, 2, 1, 1)`,
      `session of ${id}`,
      id,
      `token of ${id}`,
    )
  }
  const signedUp = { collector: 'ann', newcomer: 'bob', guest: 'gil' }
  const chats = planChats(messages).filter(({ owner }) => owner !== 'collector')
  fillInstallation(database.connection.$client, signedUp, chats, { endsAt: Date.now() })
  return database
}

async function ask(services: TestServices, id: string) {
  const body = {
    id: 'c1',
    message: { role: 'user', parts: [{ type: 'text', text: `ask ${id}` }] },
    assistantMessageId: id,
  }
  await findOrStartAnswer(services, member('ann'), sendRequestSchema.parse(body))
  await services.clock.advance(0)
  services.model.calls.at(-1)?.say('An answer')
  await services.clock.advance(0)
}

/** What the application writes of an answer that completed, and of one that was stopped. */
async function openWritten(): Promise<TestDatabase> {
  const services = createTestServices()
  await ask(services, 'a1')
  services.model.calls.at(-1)?.finish()
  await services.clock.advance(0)
  await ask(services, 'a2')
  await cancelMessage.run(callBy('ann', services), { messageId: 'a2' })
  return services.database
}

/** Columns with few values, of which each has a meaning. */
const MEANINGS = new Set(
  'role status end_reason title_given keep_going pinned left_out thought_ms parts_before'.split(
    ' ',
  ),
)

/** The shape of a row: what is in each column, but for the text, the time or the number itself. */
function shapeOf(row: Row): string {
  const columns = Object.entries(row).map(([name, value]) => [
    name,
    MEANINGS.has(name) ? value : shapeOfValue(jsonIn(value)),
  ])
  return JSON.stringify(Object.fromEntries(columns))
}

function jsonIn(value: unknown): unknown {
  return typeof value === 'string' && /^[[{]/.test(value) ? JSON.parse(value) : value
}

function shapeOfValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOfValue)
  if (typeof value !== 'object' || value === null) return value === null ? null : typeof value
  const fields = Object.entries(value).map(([name, field]) => [name, shapeOfValue(field)])
  return Object.fromEntries(
    fields.toSorted(([one = ''], [other = '']) => String(one).localeCompare(String(other))),
  )
}

async function shapesIn({ sql }: TestDatabase, rows: string): Promise<string[]> {
  const found = await sql<Row>(`SELECT * FROM ${rows}`)
  const shapes = new Set(found.map(shapeOf))
  return [...shapes].toSorted()
}

test.each([
  'chats',
  "messages WHERE role = 'user' AND parent_id IS NULL",
  "messages WHERE role = 'user' AND parent_id IS NOT NULL",
  "messages WHERE status = 'completed'",
  "messages WHERE status = 'cancelled'",
  "stream_sessions WHERE status = 'completed'",
  "stream_sessions WHERE status = 'cancelled'",
  'stream_chunks',
  'search_keys',
  'stored_bytes',
  'cancel_requests',
])('an installation has the rows that the application writes: %s', async (rows) => {
  const made = await shapesIn(await openInstallation(400), rows)
  expect(made).toEqual(await shapesIn(await openWritten(), rows))
})

test('an installation holds together, and every message is counted and indexed', async () => {
  const { sql, connection } = await openInstallation(400)
  const one = async (query: string) => (await sql<Row>(query))[0]
  expect(await sql('PRAGMA foreign_key_check')).toEqual([])
  expect(await one("SELECT count(*) AS others FROM messages WHERE owner_id <> 'bob'")).toEqual({
    others: 400,
  })
  expect(
    await sql(
      `SELECT owner_id, bytes FROM stored_bytes EXCEPT
       SELECT owner_id, sum(octet_length(parts) + 512) FROM messages GROUP BY owner_id`,
    ),
  ).toEqual([])
  expect(
    await sql(
      `SELECT * FROM messages LEFT JOIN messages AS parent ON parent.id = messages.parent_id
       WHERE messages.text_length <> length(messages.parts ->> '$[0].text')
         OR parent.chat_id <> messages.chat_id OR parent.role = messages.role`,
    ),
  ).toEqual([])
  const messages = await one('SELECT count(*) AS messages FROM messages')
  const keys = 'SELECT key FROM search_keys WHERE message_id IN (SELECT id FROM messages)'
  expect(await one(`SELECT count(*) AS messages FROM (${keys})`)).toEqual(messages)
  expect(
    await one(`SELECT count(*) AS messages FROM search_index WHERE rowid IN (${keys})`),
  ).toEqual(messages)
  expect(connection.$client.pragma('user_version', { simple: true })).toBe(
    (await one("SELECT count(*) AS ends FROM messages WHERE role = 'assistant'"))?.['ends'],
  )
})

test('an installation has people who signed up, and guests who have no account', async () => {
  const { sql } = await openInstallation(4_000)
  const people = await sql<Row>(
    `SELECT is_anonymous AS guest, count(*) > 1 AS several, count(DISTINCT email) = count(*) AS distinctly,
       count(accounts.id) = count(*) AS with_accounts, count(sessions.id) = count(*) AS with_sessions
     FROM users LEFT JOIN sessions ON sessions.user_id = users.id
       LEFT JOIN accounts ON accounts.user_id = users.id AND account_id = users.id
     WHERE users.id NOT IN ('ann', 'bob', 'gil') GROUP BY is_anonymous`,
  )
  const some = { several: 1, distinctly: 1, with_sessions: 1 }
  expect(people).toEqual([
    { ...some, guest: 0, with_accounts: 1 },
    { ...some, guest: 1, with_accounts: 0 },
  ])
})

test('a chat of an installation has the title and the end that the application gives it', async () => {
  const oddly = `SELECT title FROM chats WHERE
    title <> (SELECT parts ->> '$[0].text' FROM messages WHERE chat_id = chats.id AND parent_id IS NULL)
    OR leaf_id <> (SELECT id FROM messages WHERE chat_id = chats.id ORDER BY rowid DESC LIMIT 1)
    OR updated_at <> (SELECT max(ended_at) FROM messages WHERE chat_id = chats.id)`
  expect(await (await openInstallation(400)).sql(oddly)).toEqual([])
  const written = await openWritten()
  // No two changes of the application have the same time.
  await written.sql('UPDATE chats SET updated_at = (SELECT max(ended_at) FROM messages)')
  expect(await written.sql(oddly)).toEqual([])
})

test('a search of an installation finds the words that are there, for each of its people', async () => {
  const { chats, sql } = await openInstallation(400)
  const found = async (query: string) =>
    (await chats.search('bob', { words: searchWords(query), limit: 50 })).length
  expect(await found(searched.rare)).toBe(1)
  expect(await found(searched.twoLetters)).toBe(1)
  expect(await found(searched.common)).toBeGreaterThan(5)
  expect(await found(searched.unknown)).toBe(0)
  expect(await found(searched.unknownTwoLetters)).toBe(0)
  expect(await found('北京')).toBe(1)
  const withTwo = await sql<Row>(
    `SELECT count(*) AS messages FROM messages WHERE parts LIKE '%${searched.twoLetters}%' AND owner_id = 'bob'`,
  )
  expect(withTwo).toEqual([{ messages: 1 }])
})

test('a person has the same texts, whatever others have', async () => {
  const textsOfBob = ({ sql }: TestDatabase) =>
    sql("SELECT parts FROM messages WHERE owner_id = 'bob' ORDER BY created_at, role DESC")
  expect(await textsOfBob(await openInstallation(0))).toEqual(
    await textsOfBob(await openInstallation(400)),
  )
})
