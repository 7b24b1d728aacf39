import { describe, expect, inject, test, vi } from 'vitest'
import { fold, searchWords } from '@/lib/db/search-words'
import { addTexts } from '@/lib/db/testing/add-texts'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { openTestMemory } from '@/lib/db/testing/open-test-sqlite'
import type { TestDatabase } from '@/lib/db/testing/test-database'
import { numbersFromSeed } from '@/lib/platform/testing/from-seed'

const CHARACTERS = Array.from(
  'abAéÉeüuUßñçÅ\u0301\u0308北京天안녕하がガかДдσΣς👍🏽%_\\"\'*.-({:10   \n',
)

/** Texts and queries at random, the same ones for the same name. */
function randomTexts(name: string) {
  const random = numbersFromSeed(name)
  const below = (most: number) => Math.floor(random() * most)
  const oneOf = <Value>(values: readonly Value[]): Value => {
    const value = values[below(values.length)]
    if (value === undefined) throw new Error('no values')
    return value
  }
  const text = (length: number) => Array.from({ length }, () => oneOf(CHARACTERS)).join('')
  const partOf = (whole: string) => {
    const characters = Array.from(whole)
    const start = below(characters.length)
    return characters.slice(start, start + 1 + below(6)).join('')
  }
  const changed = (part: string) =>
    oneOf([part, part, part.toUpperCase(), part.toLowerCase(), fold(part)])
  const query = (texts: readonly string[]) =>
    changed(partOf(random() < 0.8 ? oneOf(texts) : text(8)))
  return { below, oneOf, text, query }
}

/** A database and its search as `ann`. */
async function openSearch() {
  const database = await openTestPostgres()
  const search = async (query: string, person = 'ann') => {
    const found = await database.chats.search(person, { words: searchWords(query), limit: 50 })
    return found.map(({ chat }) => chat.id)
  }
  const add = (texts: Record<string, string>, owner = 'ann') =>
    addTexts(
      database.connection,
      Object.entries(texts).map(([chat, text]) => ({ owner, chat, id: `m-${chat}`, text })),
    )
  return { ...database, search, add }
}

describe.skipIf(inject('postgresUrl') === '')('PostgreSQL', () => {
  test('a search finds the same chats in the same order as in SQLite, whatever is written and looked for', async () => {
    const { below, text, query } = randomTexts('search')
    const sqlite = openTestMemory()
    const postgres = await openTestPostgres()
    const texts = Array.from({ length: 150 }, (_, index) => ({
      id: `m${index}`,
      chat: `c${below(40)}`,
      text: text(1 + below(40)),
    }))
    const titles = new Map(texts.map(({ chat }) => [chat, text(1 + below(8))]))
    for (const { chats } of [sqlite, postgres]) {
      for (const [id, title] of titles) {
        await chats.create({ id, ownerId: 'ann', title, model: null, settings: {} }, 1)
      }
    }
    for (const { id, chat, text: written } of texts) {
      await sqlite.sql(
        `INSERT INTO messages (id, chat_id, owner_id, role, parts, status, text_length, created_at)
         VALUES (?, ?, 'ann', 'user', ?, 'completed', 0, 1)`,
        id,
        chat,
        JSON.stringify([{ type: 'text', text: written }]),
      )
    }
    await addTexts(
      postgres.connection,
      texts.map((one) => ({ ...one, owner: 'ann' })),
    )
    const found = async ({ chats }: TestDatabase, words: string[]) =>
      (await chats.search('ann', { words, limit: 20 })).map((hit) => [hit.chat.id, hit.text])
    const written = [...texts.map((one) => one.text), ...titles.values()]
    let hits = 0
    for (let number = 0; number < 400; number += 1) {
      const words = searchWords(`${query(written)} ${below(2) ? query(written) : ''}`)
      const same = await found(sqlite, words)
      hits += same.length
      expect.soft({ words, found: await found(postgres, words) }).toEqual({ words, found: same })
    }
    expect(hits).toBeGreaterThan(400)
  })

  test('P11 a search for a word that is everywhere, or that no index has, ends in bounded steps', async () => {
    const { add, search, chats, sql, connection } = await openSearch()
    const filler = 'something else, '.repeat(4_000)
    await add({ long: 'first of all: rä', old: 'other' })
    await sql(
      `WITH added AS (
         INSERT INTO messages (id, chat_id, owner_id, role, parts, status, text_length, created_at)
         SELECT 'long' || n, 'long', 'ann', 'user', '[]', 'completed', 0, 1 FROM generate_series(1, 1200) AS n
         RETURNING id
       )
       INSERT INTO search_texts (message_id, chat_id, owner_id, folded)
       SELECT id, 'long', 'ann', CASE WHEN id LIKE '%0' THEN ? ELSE 'frequent, on' END FROM added`,
      filler,
    )
    await chats.update('ann', 'old', { title: 'frequent' }, 9)
    const query = vi.spyOn(connection.$client, 'query')
    const steps = () =>
      query.mock.calls.filter(([call]) => JSON.stringify(call).includes('newest_matches')).length
    expect(await search('frequent')).toEqual(['old', 'long'])
    expect(steps()).toBe(1)
    // 120 texts of 64,000 bytes are more than one statement reads.
    expect(await search('rä')).toEqual(['long'])
    expect(steps()).toBe(4)
    expect(await search('first rä')).toEqual(['long'])
    expect(steps()).toBe(4)
    expect(await search('zz')).toEqual([])
    expect(steps()).toBe(7)
  })

  test('P12 a search never finds a message of somebody else, even in a chat of one’s own', async () => {
    const { connection, add, search } = await openSearch()
    await add({ mine: 'a secret of ann, oh' })
    await addTexts(connection, [
      { owner: 'bob', chat: 'mine', id: 'odd', text: 'oddly placed, ah' },
    ])
    for (const query of ['placed', 'ah']) {
      expect(await search(query)).toEqual([])
      expect(await search(query, 'bob')).toEqual([])
    }
    for (const query of ['secret', 'oh']) expect(await search(query)).toEqual(['mine'])
  })

  test('P11 a search finds the first 200,000 characters of a message, and no more', async () => {
    const { add, search } = await openSearch()
    await add({ long: `first 👍 ${'👍'.repeat(199_989)}0123 last ß`, short: 'last ß' })
    for (const query of ['last', 'ß', 'last ß']) expect(await search(query)).toEqual(['short'])
    for (const query of ['first', '👍 0', '012']) expect(await search(query)).toEqual(['long'])
    expect(await search('123')).toEqual([])
  })

  test('a search finds a message whose characters only JSON can hold, and whose parts are damaged', async () => {
    const { add, search, chats, sql } = await openSearch()
    await add({ odd: 'a needle \0 \uD800 oh', damaged: 'a needle, oh' })
    await sql(`UPDATE messages SET parts = '"damaged"' WHERE id = 'm-damaged'`)
    for (const query of ['needle', 'oh']) expect(await search(query)).toEqual(['odd', 'damaged'])
    const found = await chats.search('ann', { words: ['needle'], limit: 2 })
    for (const { text } of found) expect(text).toContain('a needle')
  })
})
