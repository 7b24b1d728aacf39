import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { migrate } from 'drizzle-orm/better-sqlite3/migrator'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { MessagePart } from '@/lib/contract/message'
import { searchWords } from '@/lib/db/search-words'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'

/** Chats of `ann`, by ID, each with one answer that has this text. */
async function openAnswered(texts: Record<string, string>, owner = 'ann') {
  const database = openTestSqlite()
  const add = async (chat: string, text: string, now: number, ownerId = owner) => {
    const answer = `a-${chat}`
    const start = { owner: ownerId, chat, question: `q-${chat}`, answer, now }
    await database.streams.begin(answerStart(start))
    await database.streams.end(answerEnd(answer, text, now))
  }
  for (const [index, [chat, text]] of Object.entries(texts).entries()) {
    await add(chat, text, 1_000 + index)
  }
  const search = async (query: string, person = 'ann') => {
    const found = await database.chats.search(person, { words: searchWords(query), limit: 50 })
    return found.map(({ chat }) => chat.id)
  }
  const rows = (table: string) =>
    database.connection.$client.prepare(`SELECT * FROM ${table}`).all()
  return { ...database, add, search, rows }
}

describe('P11 a search', () => {
  const words = (text: string, count: number) => `${text} `.repeat(count)

  test('a search of everything that a person has leaves everybody else their turn', async () => {
    const { add, search } = await openAnswered({})
    for (let chat = 0; chat < 60; chat += 1) await add(`c${chat}`, words('stop on', 20_000), chat)
    for (const [query, found] of [
      ['stop', 50],
      ['on', 50],
      ['stop nothing', 0],
      ['no', 0],
    ] as const) {
      let turns = 0
      const watch = setInterval(() => (turns += 1), 0)
      const began = performance.now()
      expect(await search(query)).toHaveLength(found)
      clearInterval(watch)
      // A turn may hold a step and some long work of others: 20 ms, asserted at three times that.
      expect((performance.now() - began) / (turns + 1)).toBeLessThan(60)
    }
  })

  test('a search reads nothing of what other people have, however much that is', async () => {
    const word = 'everywhere-and-in-all-that-was-said'
    const { addPerson, add, search, sql } = await openAnswered({})
    // Whoever comes late has numbers that only 64 bits hold.
    for (let person = 0; person < 10; person += 1) await addPerson({ id: `person-${person}` })
    const duration = async () => {
      const durations: number[] = []
      for (let time = 0; time < 9; time += 1) {
        const began = performance.now()
        expect(await search(word, 'person-9')).toEqual(['mine'])
        durations.push(performance.now() - began)
      }
      return Math.min(...durations)
    }
    await add('mine', word, 1_000, 'person-9')
    const alone = await duration()
    await add('theirs', word, 1_000, 'person-8')
    await sql(`
      WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 30000)
      INSERT INTO messages (id, chat_id, owner_id, role, parts, status, text_length, created_at)
      SELECT 'm' || n, 'theirs', 'person-8', 'user', '[{"type":"text","text":"${word}"}]', 'completed', 10, 2
      FROM numbers`)
    expect(await duration()).toBeLessThan(5 * alone + 2)
  })

  test('a search finds the first 200,000 characters of a message, and no more', async () => {
    const filler = words('something', 20_500)
    const { search } = await openAnswered({ long: `first ${filler} last ß`, short: 'last ß' })
    for (const query of ['last', 'ß', 'last ß']) expect(await search(query)).toEqual(['short'])
    expect(await search('first')).toEqual(['long'])
  })
})

describe('an answer', () => {
  const thought: MessagePart = { type: 'reasoning', text: 'pondering', state: 'done' }
  const text = (of: string): MessagePart => ({ type: 'text', text: of, state: 'done' })
  test('an answer is not indexed while it streams, and its reasoning never is', async () => {
    const { streams, search, rows } = await openAnswered({})
    await streams.begin(answerStart())
    const before = rows('search_index_data')
    await streams.saveChunks([
      { sessionId: 'session-a1', position: 1, part: 0, kind: 'text', text: 'streaming words' },
    ])
    expect(rows('search_index_data')).toEqual(before)
    expect(await search('streaming')).toEqual([])
    await streams.end({ ...answerEnd('a1'), parts: [thought, text('streaming words')] })
    expect(await search('streaming')).toEqual(['c1'])
    expect(await search('pondering')).toEqual([])
    expect(await search('text of q1')).toEqual(['c1'])
  })
})

describe('the index', () => {
  test('the index forgets a message, a chat and a person that are deleted', async () => {
    const { messages, chats, accounts, search, rows, add } = await openAnswered({ c1: 'needle' })
    await add('c2', 'needle', 2_000)
    await add('c3', 'needle', 3_000)
    await messages.deleteSome('ann', { messageId: 'a-c1' })
    expect(await search('needle')).toEqual(['c3', 'c2'])
    await chats.delete('ann', 'c2', 9)
    expect(await search('needle')).toEqual(['c3'])
    await accounts.delete('ann')
    expect(rows('search_keys')).toEqual([])
    expect(rows('search_index_docsize')).toEqual([])
  })

  test('the index is right after the file was compacted, which may renumber its rows', async () => {
    const { messages, connection, search, add } = await openAnswered({ c1: 'one', c2: 'needle' })
    await messages.deleteSome('ann', { messageId: 'q-c1' })
    connection.$client.exec('VACUUM')
    await add('c3', 'three', 9_000)
    expect(await search('needle')).toEqual(['c2'])
    expect(await search('three')).toEqual(['c3'])
  })

  test.each([
    ['there was an index', '0007'],
    ['a person’s messages lay together in it', '0015'],
  ])('the index has the messages from before %s', async (_, migration) => {
    const folder = temporaryFolder()
    const file = path.join(folder, 'old.db')
    cpSync('drizzle/sqlite', path.join(folder, 'drizzle'), { recursive: true })
    const journalFile = path.join(folder, 'drizzle/meta/_journal.json')
    const journal = z
      .looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) })
      .parse(JSON.parse(readFileSync(journalFile, 'utf8')))
    const entries = journal.entries.filter(({ tag }) => tag < migration)
    writeFileSync(journalFile, JSON.stringify({ ...journal, entries }))
    const old = new SqliteDatabase(file)
    migrate(drizzle(old), { migrationsFolder: path.join(folder, 'drizzle') })
    old.exec(`
      INSERT INTO users (id, name, email, created_at, updated_at) VALUES ('ann', 'ann', 'ann@example.org', 0, 0);
      INSERT INTO chats (id, owner_id, title, settings, created_at, updated_at) VALUES ('c1', 'ann', 'Old title', '{}', 1, 1);
      INSERT INTO messages (id, chat_id, owner_id, role, parts, status, text_length, created_at)
        VALUES ('a1', 'c1', 'ann', 'assistant', '[{"type":"text","text":"old needle"}]', 'completed', 10, 1),
          ('a2', 'c1', 'ann', 'assistant', '[]', 'active', 0, 2)`)
    old.close()
    const { chats } = openTestSqlite(file)
    for (const words of [['needle'], ['old', 'title']]) {
      expect(await chats.search('ann', { words, limit: 5 })).toMatchObject([{ chat: { id: 'c1' } }])
    }
  })
})
