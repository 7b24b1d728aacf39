import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart, idsOf } from '@/lib/db/testing/answer-start'
import type { OpenEmpty } from './open-empty'

/** The promises of a store of messages. */
export function describeMessages(open: OpenEmpty): void {
  /**
   * q1 ─ a1 ─ q2 ─ a2
   *    └ b1      (a second answer to q1)
   * and q3 ─ a3, an edit of q1 that begins a second root.
   */
  async function openTree() {
    const database = await open()
    const turns = [
      { question: 'q1', answer: 'a1' },
      { question: 'q2', parent: 'a1', answer: 'a2' },
      { question: null, parent: 'q1', answer: 'b1' },
      { question: 'q3', editOf: 'q1', answer: 'a3' },
    ]
    for (const [index, turn] of turns.entries()) {
      await database.streams.begin(answerStart({ ...turn, now: 1_000 + index }))
      await database.streams.end(answerEnd(turn.answer, `answer ${turn.answer}`))
    }
    return database
  }

  const tenAtMost = { messages: 10, bytes: Infinity }

  describe('P12 a message of somebody else', () => {
    test('the message is like a missing one: it is not found, walked, followed down or deleted', async () => {
      const { messages } = await openTree()
      for (const [person, id] of [
        ['bob', 'a1'],
        ['ann', 'missing'],
      ] as const) {
        expect(await messages.find(person, id)).toBeUndefined()
        expect(await messages.findNewestEdit(person, 'c1', id)).toBeUndefined()
        expect(await messages.path(person, id, tenAtMost)).toEqual([])
        expect(await messages.conversation(person, id, tenAtMost)).toEqual([])
        expect(await messages.lengthOfPath(person, id)).toBe(0)
        expect(await messages.descendantIds(person, id)).toEqual([])
        expect(await messages.deleteSome(person, { messageId: id })).toEqual([])
      }
      expect(await messages.find('ann', 'a1')).toBeDefined()
    })
  })

  test('P12 neither a path nor a deletion crosses from one person to another', async () => {
    const { messages, sql } = await openTree()
    await sql(
      `INSERT INTO messages (id, chat_id, owner_id, parent_id, role, parts, status, text_length, created_at)
     VALUES ('bobs', 'c1', 'bob', 'a1', 'user', '[]', 'completed', 0, 1)`,
    )
    expect(idsOf(await messages.path('bob', 'bobs', tenAtMost))).toEqual(['bobs'])
    expect(await messages.descendantIds('ann', 'a1')).not.toContain('bobs')
  })

  describe('a path', () => {
    test('a path leads from the root to the leaf', async () => {
      const { messages } = await openTree()
      expect(idsOf(await messages.path('ann', 'a2', tenAtMost))).toEqual(['q1', 'a1', 'q2', 'a2'])
      expect(idsOf(await messages.path('ann', 'b1', tenAtMost))).toEqual(['q1', 'b1'])
      expect(idsOf(await messages.path('ann', 'q1', tenAtMost))).toEqual(['q1'])
    })

    test('a path that is longer than the limit has its last messages', async () => {
      const { messages } = await openTree()
      expect(idsOf(await messages.path('ann', 'a2', { messages: 2, bytes: Infinity }))).toEqual([
        'q2',
        'a2',
      ])
    })

    test('a path that has more bytes than the limit has its last messages, at least two', async () => {
      const { messages } = await openTree()
      const idsWithin = async (bytes: number) =>
        idsOf(await messages.path('ann', 'a2', { messages: 10, bytes }))
      expect(await idsWithin(0)).toEqual(['q2', 'a2'])
      const [{ parts: question } = { parts: [] }, { parts: answer } = { parts: [] }] =
        await messages.withIds('ann', ['q2', 'a2'])
      const bytes = Buffer.byteLength(JSON.stringify(question) + JSON.stringify(answer))
      expect(await idsWithin(bytes)).toEqual(['q2', 'a2'])
      expect(await idsWithin(bytes + 1)).toEqual(['a1', 'q2', 'a2'])
      expect(await idsWithin(Infinity)).toEqual(['q1', 'a1', 'q2', 'a2'])
    })

    test('a path carries each message whole, with its siblings', async () => {
      const { messages } = await openTree()
      const [question, answer] = await messages.path('ann', 'a1', tenAtMost)
      expect(answer).toEqual(await messages.find('ann', 'a1'))
      expect(question).toMatchObject({
        siblingIds: ['q1', 'q3'],
        role: 'user',
        status: 'completed',
      })
      expect(answer).toMatchObject({ siblingIds: ['a1', 'b1'], parts: [{ text: 'answer a1' }] })
    })

    test('a conversation is the same path, with no more than a model is shown', async () => {
      const { messages } = await openTree()
      for (const most of [
        tenAtMost,
        { messages: 2, bytes: Infinity },
        { messages: 10, bytes: 0 },
      ]) {
        const path = await messages.path('ann', 'a2', most)
        expect(await messages.conversation('ann', 'a2', most)).toEqual(
          path.map(({ id, parentId, role, parts }) => ({ id, parentId, role, parts })),
        )
      }
    })

    test('a path may be thousands of messages long', async () => {
      const { messages, streams, sql } = await open()
      await streams.begin(answerStart())
      await sql(`
      WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2999)
      INSERT INTO messages (id, chat_id, owner_id, parent_id, role, parts, status, text_length, created_at)
      SELECT 'm' || n, 'c1', 'ann', CASE n WHEN 0 THEN 'a1' ELSE 'm' || (n - 1) END, 'user', '[]', 'completed', 0, 1
      FROM numbers ORDER BY n`)
      expect(
        await messages.path('ann', 'm2999', { messages: 10_000, bytes: Infinity }),
      ).toHaveLength(3_002)
      expect(await messages.lengthOfPath('ann', 'm2999')).toBe(3_002)
      expect(await messages.descendantIds('ann', 'a1')).toHaveLength(3_001)
      const first = await messages.deleteSome('ann', { messageId: 'm0' })
      // The messages that are left hang together, whatever happens between two steps.
      expect(await messages.descendantIds('ann', 'a1')).toHaveLength(3_001 - first.length)
      let deleted = first.length
      for (let some = first; some.length > 0; deleted += some.length) {
        some = await messages.deleteSome('ann', { messageId: 'm0' })
      }
      expect(deleted).toBe(3_000)
      expect(await messages.descendantIds('ann', 'a1')).toEqual(['a1'])
    })
  })

  describe('the newest leaf', () => {
    test('the newest leaf is that of the branch below a message that was written last', async () => {
      const { messages, streams } = await openTree()
      for (const id of ['q1', 'b1']) expect(await messages.newestLeafId('ann', id)).toBe('b1')
      for (const id of ['a1', 'q2']) expect(await messages.newestLeafId('ann', id)).toBe('a2')
      await streams.begin(answerStart({ question: null, parent: 'q2', answer: 'c2', now: 9_000 }))
      for (const id of ['q1', 'a1', 'q2']) expect(await messages.newestLeafId('ann', id)).toBe('c2')
      expect(await messages.newestLeafId('ann', 'a2')).toBe('a2')
    })

    test('the newest leaf is the answer, where that has the same millisecond as its question', async () => {
      const { messages, streams } = await open()
      await streams.begin(answerStart({ question: 'z', answer: 'a' }))
      expect(await messages.newestLeafId('ann', 'z')).toBe('a')
    })

    test('P12 the newest leaf below a message of somebody else is missing', async () => {
      const { messages } = await openTree()
      expect(await messages.newestLeafId('bob', 'a1')).toBeUndefined()
      expect(await messages.newestLeafId('ann', 'missing')).toBeUndefined()
    })
  })

  describe('siblings', () => {
    test('siblings are in the order they were made, whatever the clock said, even within a millisecond', async () => {
      const { messages, streams } = await open()
      await streams.begin(answerStart({ answer: 'z' }))
      await streams.end(answerEnd('z'))
      for (const answer of ['m', 'a', 'y']) {
        await streams.begin(answerStart({ question: null, parent: 'q1', answer }))
        await streams.end(answerEnd(answer))
      }
      expect((await messages.find('ann', 'a'))?.siblingIds).toEqual(['z', 'm', 'a', 'y'])
      // The order holds where the clock was set back, too.
      await streams.begin(answerStart({ question: null, parent: 'q1', answer: 'b', now: 1 }))
      expect((await messages.find('ann', 'a'))?.siblingIds).toEqual(['z', 'm', 'a', 'y', 'b'])
      expect(await messages.newestLeafId('ann', 'q1')).toBe('b')
      expect((await messages.idsOfChat('ann', 'c1')).at(-1)).toBe('b')
    })

    test('siblings at the root are those of the same chat', async () => {
      const { messages, streams } = await openTree()
      await streams.begin(answerStart({ chat: 'c2', question: 'q9', answer: 'a9' }))
      expect((await messages.find('ann', 'q9'))?.siblingIds).toEqual(['q9'])
    })
  })

  describe('an edited question', () => {
    test('an edited question is known by its old ID, which means the newest edit', async () => {
      const { messages, streams } = await openTree()
      await streams.begin(answerStart({ question: 'q4', editOf: 'q1', answer: 'a4', now: 9_000 }))
      expect((await messages.findNewestEdit('ann', 'c1', 'q1'))?.id).toBe('q4')
      await streams.end(answerEnd('a4'))
      // The newest edit counts, whatever the clock says.
      await streams.begin(answerStart({ question: 'q5', editOf: 'q1', answer: 'a5', now: 1_000 }))
      expect((await messages.findNewestEdit('ann', 'c1', 'q1'))?.id).toBe('q5')
    })

    test('a question that was never edited is itself', async () => {
      const { messages } = await openTree()
      expect((await messages.findNewestEdit('ann', 'c1', 'q2'))?.id).toBe('q2')
    })

    test('an edited question is known by its old ID also when the edit was edited', async () => {
      const { messages, streams } = await openTree()
      await streams.begin(answerStart({ question: 'q4', editOf: 'q3', answer: 'a4', now: 9_000 }))
      expect((await messages.findNewestEdit('ann', 'c1', 'q1'))?.id).toBe('q4')
    })

    test('an edited question is known by its old ID in its own chat only', async () => {
      const { messages } = await openTree()
      expect(await messages.findNewestEdit('ann', 'c2', 'q1')).toBeUndefined()
    })
  })

  describe('a message that is deleted', () => {
    test('a deleted message takes all that follows from it with it, and nothing else', async () => {
      const { messages } = await openTree()
      expect((await messages.descendantIds('ann', 'a1')).toSorted()).toEqual(['a1', 'a2', 'q2'])
      const deleted = await messages.deleteSome('ann', { messageId: 'a1' })
      expect(deleted.toSorted()).toEqual(['a1', 'a2', 'q2'])
      for (const id of ['a1', 'q2', 'a2']) expect(await messages.find('ann', id)).toBeUndefined()
      for (const id of ['q1', 'b1', 'q3', 'a3'])
        expect(await messages.find('ann', id)).toBeDefined()
      expect((await messages.find('ann', 'b1'))?.siblingIds).toEqual(['b1'])
      expect(await messages.deleteSome('ann', { messageId: 'a1' })).toEqual([])
    })

    test('a deletion takes no message of another chat or of another person', async () => {
      const { messages } = await openTree()
      expect(await messages.deleteSome('bob', {})).toEqual([])
      expect(await messages.deleteSome('ann', { chatId: 'c2' })).toEqual([])
      expect(await messages.deleteSome('ann', { chatId: 'c1' })).toHaveLength(7)
      expect(await messages.deleteSome('ann', {})).toEqual([])
    })

    test('a deletion by several at once tells each message once, and nobody stops before the last', async () => {
      const { messages, streams } = await openTree()
      for (let index = 0; index < 30; index += 1) {
        const turn = { chat: `more-${index}`, question: `q-${index}`, answer: `a-${index}` }
        await streams.begin(answerStart(turn))
      }
      const deleted: string[] = []
      const deleteAll = async () => {
        for (let some = ['']; some.length > 0;) {
          some = await messages.deleteSome('ann', {})
          deleted.push(...some)
        }
        expect(await messages.find('ann', 'a-29')).toBeUndefined()
      }
      await Promise.all([deleteAll(), deleteAll(), deleteAll()])
      expect(deleted).toHaveLength(67)
      expect(new Set(deleted).size).toBe(67)
    })

    test('a deleted message moves the leaf of its chat to its parent, where the leaf goes with it', async () => {
      const { messages, chats } = await openTree()
      await chats.update('ann', 'c1', { leafId: 'a2' }, 9)
      await messages.deleteSome('ann', { messageId: 'b1' })
      expect(await chats.find('ann', 'c1')).toMatchObject({ leafId: 'a2' })
      await messages.deleteSome('ann', { messageId: 'q2' })
      expect(await chats.find('ann', 'c1')).toMatchObject({ leafId: 'a1' })
      await messages.deleteSome('ann', { messageId: 'q1' })
      expect(await chats.find('ann', 'c1')).toMatchObject({ leafId: null })
    })
  })

  describe('R23 the lengths of a model’s completed answers', () => {
    async function openAnswers() {
      const database = await open()
      for (const [owner, answer, endedAt] of [
        ['ann', 'a1', 3_000],
        ['bob', 'b1', 4_000],
        ['bob', 'b2', 5_000],
      ] as const) {
        const chat = `chat-${answer}`
        await database.streams.begin(answerStart({ owner, chat, question: `q-${answer}`, answer }))
        await database.streams.end(answerEnd(answer, 'text', endedAt))
      }
      return database
    }

    test('the lengths are those of a person’s answers, or of everybody’s, and of no other model', async () => {
      const { messages } = await openAnswers()
      expect(await messages.completedOutputTokens('ann', 'test/model')).toEqual([2])
      expect(await messages.everyonesOutputTokens('test/model')).toEqual([2, 2, 2])
      expect(await messages.everyonesOutputTokens('test/other')).toEqual([])
    })
  })
}
