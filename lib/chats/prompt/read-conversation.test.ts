import { expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestDatabase } from '@/lib/testing/test-database'
import { readConversation } from './read-conversation'

/** A chat of ten turns, each an answer of 160 characters to a short question. */
async function withTenTurns() {
  const database = openTestDatabase()
  for (let turn = 0; turn < 10; turn += 1) {
    const parent = turn === 0 ? null : `a${turn - 1}`
    await database.streams.begin(answerStart({ question: `q${turn}`, answer: `a${turn}`, parent }))
    await database.streams.end(answerEnd(`a${turn}`, 'x'.repeat(160)))
  }
  return database
}

test('a conversation that fits is read whole, and none of it is left out', async () => {
  const database = await withTenTurns()
  for (const contextWindow of [undefined, 1_000]) {
    const { conversation, older } = await readConversation(database, 'ann', 'a9', contextWindow)
    expect(conversation).toHaveLength(20)
    expect(older).toBe(0)
  }
})

test('a conversation that does not fit begins with a question, and the messages before that are counted', async () => {
  const database = await withTenTurns()
  const lengths = new Set<number>()
  for (let contextWindow = 1; contextWindow < 100; contextWindow += 7) {
    const { conversation, older } = await readConversation(database, 'ann', 'a9', contextWindow)
    expect(conversation[0]).toMatchObject({ id: `q${older / 2}`, role: 'user' })
    expect(older + conversation.length).toBe(20)
    lengths.add(conversation.length)
  }
  expect(lengths.size).toBeGreaterThan(3)
})
