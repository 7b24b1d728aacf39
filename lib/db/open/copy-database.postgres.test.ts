import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { describe, expect, inject, test } from 'vitest'
import { COPIED_TABLES } from '@/lib/db/postgres/copy/copied-tables'
import { lockForThisProcess } from '@/lib/db/sqlite/file/process-lock'
import { addSpending } from '@/lib/db/testing/add-spending'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { apiKey } from '@/lib/db/testing/api-key'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import type { TestDatabase } from '@/lib/db/testing/test-database'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'
import { copyDatabase } from './copy-database'

/** Tables that each kind of database makes itself. */
const MADE_AGAIN =
  /^(search_|stored_bytes$|servers$|spending_writes$|__drizzle_migrations$|sqlite_)/

/** Writes rows into every table, in an order that no other column tells. */
async function fill({ streams, keys, settings, spending, chats, sql, addPerson }: TestDatabase) {
  await addPerson({ id: 'gus', at: 5, guest: true })
  await sql(`INSERT INTO sessions (id, user_id, token, expires_at, ip_address, created_at, updated_at)
    VALUES ('s2', 'ann', 'token 2', 30, NULL, 10, 20), ('s1', 'bob', 'token 1', 30, '', 10, 20)`)
  await sql(`INSERT INTO accounts (id, user_id, account_id, provider_id, password, created_at, updated_at)
    VALUES ('a', 'ann', 'ann', 'credential', 'a hash', 1, 2)`)
  await sql(`INSERT INTO verifications (id, identifier, value, expires_at, created_at, updated_at)
    VALUES ('v', 'of ann', 'a value', 3, 1, 2)`)
  for (const id of ['k2', 'k3', 'k1']) await keys.create(apiKey(id), 5)
  await settings.save('ann', { model: 'test/model', settings: {}, keepGoing: true }, 7)
  await addSpending(spending, '2026-11-30', ['ann', 'everybody'], 9)
  const first = answerStart({ question: 'q9', answer: 'a9' })
  await streams.begin({
    ...first,
    chat: { ...first.chat, titleByQuestion: 'Über “déjà vu”\n%_\\' },
  })
  await streams.end({
    ...answerEnd('a9', 'the first, naïve 日本語 answer 🙂 \\u0000'),
    error: { code: 'unknown', message: 'words' } as never,
  })
  for (const answer of ['a3', 'a7', 'a1']) {
    const again = answerStart({ question: null, parent: 'q9', answer })
    await streams.begin({ ...again, chat: { ...again.chat, known: true } })
    await streams.end(answerEnd(answer, `sibling ${answer}`))
  }
  await streams.begin(answerStart({ chat: 'c2', question: 'q5', answer: 'a5', owner: 'gus' }))
  const chunk = { sessionId: 'session-a5', part: 0, kind: 'text' as const }
  await streams.saveChunks([
    { ...chunk, position: 0, text: 'some ' },
    { ...chunk, position: 5, text: 'text' },
  ])
  await streams.requestCancel({ messageId: 'a99', ownerId: 'ann', createdAt: 1_000 })
  await chats.create({ id: 'c3', ownerId: 'bob', title: 'Empty', model: null, settings: {} }, 3)
  await chats.create({ id: 'c4', ownerId: 'bob', title: 'Gone', model: null, settings: {} }, 4)
  await chats.delete('bob', 'c4', 5)
}

/** A file with something in every table. */
async function filledFile() {
  const file = path.join(temporaryFolder(), 'full.db')
  const database = openTestSqlite(file)
  await fill(database)
  database.close()
  return file
}

/** An empty PostgreSQL database. */
async function openEmpty() {
  const database = await openTestPostgres()
  await database.sql('DELETE FROM users')
  return database
}

/** All rows of a file, in the order in which they were written. */
function rowsOf(file: string): Record<string, unknown[]> {
  const client = new SqliteDatabase(file, { readonly: true })
  const rows = COPIED_TABLES.map(({ name }) => [
    name,
    client.prepare(`SELECT * FROM "${name}" ORDER BY rowid`).all(),
  ])
  client.close()
  return Object.fromEntries(rows) as Record<string, unknown[]>
}

const hashOf = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex')
const urlOf = (file: string) => `file:${file}`
const elsewhere = () => path.join(temporaryFolder(), 'copy.db')

describe.skipIf(inject('postgresUrl') === '')('copying a database', () => {
  test('copying to PostgreSQL and back gives every row of every table, in its order', async () => {
    const file = await filledFile()
    const before = hashOf(file)
    const target = await openEmpty()
    const counts = await copyDatabase(urlOf(file), target.url)
    const rows = rowsOf(file)
    expect(counts).toEqual(
      Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, all.length])),
    )
    expect(Object.values(counts)).not.toContain(0)
    expect(hashOf(file)).toBe(before)

    // PostgreSQL moves a row that is written again.
    for (const [table, id] of [
      ['messages', 'a9'],
      ['api_keys', 'k2'],
    ]) {
      await target.sql(`UPDATE ${table} SET created_at = created_at WHERE id = '${id}'`)
    }
    const back = elsewhere()
    await copyDatabase(target.url, urlOf(back))
    expect(rowsOf(back)).toEqual(rows)
    expect(statSync(back).mode & 0o777).toBe(0o600)
  })

  test('copying leaves out no table of either database', async () => {
    const names = COPIED_TABLES.map(({ name }) => name)
    const { sql } = await openTestPostgres()
    const there = await sql<{ name: string }>(
      `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`,
    )
    const here = await openTestSqlite().sql<{ name: string }>(
      `SELECT name FROM sqlite_master WHERE type = 'table'`,
    )
    for (const tables of [there, here]) {
      const own = tables.map(({ name }) => name).filter((name) => !MADE_AGAIN.test(name))
      expect(own.toSorted()).toEqual(names.toSorted())
    }
  })

  test('a copy in PostgreSQL is searched, counted and gone on with as the file was', async () => {
    const target = await openEmpty()
    const indexes = () =>
      target.sql(`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY indexdef`)
    const before = await indexes()
    await copyDatabase(urlOf(await filledFile()), target.url)
    expect(await indexes()).toEqual(before)
    const { chats, messages, accounts, keys, streams } = target
    const found = await chats.search('ann', { words: ['naive'], limit: 5 })
    expect(found.map(({ chat }) => chat.id)).toEqual(['c1'])
    expect((await messages.find('ann', 'a1'))?.siblingIds).toEqual(['a9', 'a3', 'a7', 'a1'])
    expect((await keys.list('ann')).map(({ id }) => id)).toEqual(['k1', 'k3', 'k2'])
    const [taken] = await target.sql<{ bytes: number }>(
      `SELECT sum(octet_length(parts::text) + 512) AS bytes FROM messages WHERE owner_id = 'ann'`,
    )
    expect(await accounts.storedBytes('ann')).toBe(taken?.bytes)
    expect(await streams.end(answerEnd('a5', 'some text'))).toBe('won')
    await target.sql(
      'UPDATE cancel_requests SET created_at = extract(epoch FROM clock_timestamp()) * 1000',
    )
    const begun = await streams.begin(answerStart({ chat: 'c9', question: 'q99', answer: 'a99' }))
    expect(begun).toMatchObject({ answer: { status: 'cancelled' } })
  })

  test('copying leaves out what PostgreSQL does not store: NUL, and halves of surrogate pairs', async () => {
    const file = path.join(temporaryFolder(), 'old.db')
    const old = openTestSqlite(file)
    await old.streams.begin(answerStart())
    await old.streams.end(answerEnd('a1', 'a\0b\ud800c \\u0000 words'))
    await old.sql(`UPDATE chats SET title = 'a' || char(0) || 'b'`)
    old.close()
    const target = await openEmpty()
    await copyDatabase(urlOf(file), target.url)
    expect(await target.messages.find('ann', 'a1')).toMatchObject({
      parts: [{ text: 'ab\ufffdc \\u0000 words' }],
    })
    expect(await target.chats.find('ann', 'c1')).toMatchObject({ title: 'ab' })
  })

  test('copying keeps nothing of a copy that is not equal', async () => {
    const file = await filledFile()
    const target = await openEmpty()
    await target.sql(`CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS
      'BEGIN NEW.title := upper(NEW.title); RETURN NEW; END'`)
    await target.sql(
      'CREATE TRIGGER spoil BEFORE INSERT ON chats FOR EACH ROW EXECUTE FUNCTION spoil()',
    )
    try {
      await expect(copyDatabase(urlOf(file), target.url)).rejects.toThrow(/^chats: the copy has/)
    } finally {
      await target.sql('DROP FUNCTION spoil CASCADE')
    }
    expect(await target.sql('SELECT id FROM users')).toEqual([])
  })

  test('copying refuses a target that is not empty', async () => {
    const file = await filledFile()
    const target = await openTestPostgres()
    const toPostgres = copyDatabase(urlOf(file), target.url)
    await expect(toPostgres).rejects.toThrow(/is not empty: users has rows/)
    await expect(copyDatabase(target.url, urlOf(file))).rejects.toThrow(/is not replaced/)
  })

  test('copying refuses a source that a server uses, or that is not there', async () => {
    const file = await filledFile()
    const { url } = await openEmpty()
    const lock = lockForThisProcess(file)
    await expect(copyDatabase(urlOf(file), url)).rejects.toThrow(/is in use by a Fullstop process/)
    lock?.release()
    const missing = elsewhere()
    await expect(copyDatabase(urlOf(missing), url)).rejects.toThrow(/There is no database/)
    expect(existsSync(missing)).toBe(false)
    const nowhere = 'postgres://ann:secret@127.0.0.1:1/fullstop'
    await expect(copyDatabase(nowhere, urlOf(missing))).rejects.toThrow(
      /^PostgreSQL cannot be reached: connect ECONNREFUSED/,
    )
    expect(existsSync(missing)).toBe(false)
  })

  test('copying refuses a source of another version', async () => {
    const { url, sql } = await openEmpty()
    for (const [change, refusal] of [
      ['DELETE FROM __drizzle_migrations WHERE rowid = 1', /earlier version/],
      ['UPDATE __drizzle_migrations SET created_at = 9 WHERE rowid = 1', /later version/],
    ] as const) {
      const file = await filledFile()
      const client = new SqliteDatabase(file)
      client.exec(change)
      client.close()
      await expect(copyDatabase(urlOf(file), url)).rejects.toThrow(refusal)
    }
    await sql('UPDATE __drizzle_migrations SET created_at = created_at + 1')
    try {
      await expect(copyDatabase(url, urlOf(elsewhere()))).rejects.toThrow(/later version/)
      await expect(copyDatabase(urlOf(await filledFile()), url)).rejects.toThrow(/later version/)
    } finally {
      await sql('UPDATE __drizzle_migrations SET created_at = created_at - 1')
    }
  })

  test('copying refuses two databases of one kind', async () => {
    await expect(copyDatabase('file:./a.db', 'file:./b.db')).rejects.toThrow(
      /^Name a file: address/,
    )
  })
})
