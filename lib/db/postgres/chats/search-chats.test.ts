import { describe, expect, inject, test } from 'vitest'
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
})
