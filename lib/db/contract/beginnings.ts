import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { dumpOf } from './dump-of'
import type { OpenEmpty } from './open-empty'

/** The promises of a store when an answer begins, also where a stop came first. */
export function describeBeginnings(open: OpenEmpty): void {
  describe('a beginning', () => {
    test('a beginning writes its chat, question, empty answer and session', async () => {
      const database = await open()
      const started = await database.streams.begin(answerStart())
      expect(started).toMatchObject({
        outcome: 'started',
        chat: { id: 'c1', ownerId: 'ann', title: 'A title', leafId: 'a1', activeMessageId: 'a1' },
        answer: { id: 'a1', parentId: 'q1', parts: [], status: 'active', sessionId: 'session-a1' },
      })
      expect(await database.messages.find('ann', 'q1')).toMatchObject({
        parentId: null,
        parts: [{ type: 'text', text: 'text of q1' }],
        textLength: 10,
        status: 'completed',
      })
      expect((await dumpOf(database))[2]).toMatchObject([
        { id: 'session-a1', message_id: 'a1', owner_id: 'ann', process_id: 'p1', status: 'active' },
      ])
    })

    test('a beginning keeps the title of a chat that is there, and its model unless another is named', async () => {
      const { streams, chats } = await open()
      await chats.create(
        { id: 'c1', ownerId: 'ann', title: 'Kept', model: 'test/kept', settings: {} },
        1,
      )
      await streams.begin(answerStart())
      expect(await chats.find('ann', 'c1')).toMatchObject({ title: 'Kept', model: 'test/kept' })
      await streams.end(answerEnd('a1'))
      const next = answerStart({ question: 'q2', parent: 'a1', answer: 'a2' })
      await streams.begin({ ...next, chat: { ...next.chat, model: 'test/new' } })
      expect(await chats.find('ann', 'c1')).toMatchObject({ model: 'test/new' })
    })

    test.each([
      ['its own answer’s', 'ann', 'a1'],
      ['its own question’s', 'ann', 'q1'],
      ['somebody else’s', 'bob', 'a1'],
    ])('a beginning with an answer ID that is %s writes nothing', async (_, owner, answer) => {
      const database = await open()
      await database.streams.begin(answerStart())
      const before = await dumpOf(database)
      const again = answerStart({ owner, chat: 'c2', question: 'q2', answer })
      expect(await database.streams.begin(again)).toEqual({ outcome: 'answer_id_taken' })
      expect(await dumpOf(database)).toEqual(before)
    })

    test('R20 a beginning with a question that is there, also one just answered, writes nothing', async () => {
      const database = await open()
      await database.streams.begin(answerStart())
      const again = answerStart({ answer: 'a2' })
      expect(await database.streams.begin(again)).toEqual({ outcome: 'question_asked' })
      await database.streams.end(answerEnd('a1'))
      const before = await dumpOf(database)
      expect(await database.streams.begin(again)).toEqual({ outcome: 'question_asked' })
      expect(await dumpOf(database)).toEqual(before)
      // An edit that changes nothing has the ID of the question that it edits, and is an edit still.
      const edit = answerStart({ answer: 'a2', editOf: 'q1' })
      expect(await database.streams.begin(edit)).toMatchObject({ outcome: 'started' })
    })

    test('a beginning in a chat of somebody else writes nothing', async () => {
      const database = await open()
      await database.chats.create(
        { id: 'c1', ownerId: 'ann', title: 'Mine', model: null, settings: {} },
        1,
      )
      const before = await dumpOf(database)
      const foreign = answerStart({ owner: 'bob' })
      expect(await database.streams.begin(foreign)).toEqual({ outcome: 'chat_id_taken' })
      expect(await dumpOf(database)).toEqual(before)
    })

    test('a beginning of a person who is gone writes nothing', async () => {
      const database = await open()
      const before = await dumpOf(database)
      expect(await database.streams.begin(answerStart({ owner: 'nobody' }))).toEqual({
        outcome: 'gone',
      })
      expect(await dumpOf(database)).toEqual(before)
    })

    test('a beginning in a chat that is answering writes nothing', async () => {
      const database = await open()
      await database.streams.begin(answerStart())
      const before = await dumpOf(database)
      const second = answerStart({ question: 'q2', parent: 'a1', answer: 'a2' })
      expect(await database.streams.begin(second)).toEqual({ outcome: 'chat_answering' })
      expect(await dumpOf(database)).toEqual(before)
    })

    test.each([
      ['taken by its own question', 'ann', 'q1', 'a2'],
      ['taken by somebody else', 'bob', 'q1', 'a2'],
      ['that of its answer', 'ann', 'a2', 'a2'],
    ])(
      'a beginning gives a question a new ID where its own is %s',
      async (_, owner, question, answer) => {
        const { streams, messages } = await open()
        await streams.begin(answerStart())
        const begun = await streams.begin(answerStart({ owner, chat: 'c2', question, answer }))
        if (begun.outcome !== 'started') throw new Error(begun.outcome)
        expect(begun.answer.id).toBe(answer)
        expect(begun.answer.parentId).not.toBe(question)
        const stored = await messages.find(owner, begun.answer.parentId ?? '')
        expect(stored).toMatchObject({ role: 'user', parts: [{ text: `text of ${question}` }] })
      },
    )
  })

  describe('P4 a stop before its send', () => {
    const request = { messageId: 'a1', ownerId: 'ann', createdAt: 1_000 }

    test('the stop ends the answer in the same step in which that is written, once', async () => {
      const database = await open()
      expect(await database.streams.requestCancel(request)).toBe(true)
      const started = await database.streams.begin(answerStart({ now: 30_000 }))
      expect(started).toMatchObject({
        outcome: 'started',
        chat: { activeMessageId: null },
        answer: { status: 'cancelled', endReason: 'user', parts: [] },
      })
      const next = await database.streams.begin(
        answerStart({ question: 'q2', answer: 'a2', now: 30_001 }),
      )
      expect(next).toMatchObject({ answer: { status: 'active' } })
    })

    test.each([
      ['is too old', request, 30_001],
      ['is of somebody else', { ...request, ownerId: 'bob' }, 1],
      ['is for another answer', { ...request, messageId: 'a2' }, 1],
    ])('the stop does nothing when it %s', async (_, left, age) => {
      const database = await open()
      await database.streams.requestCancel(left)
      await database.sql(`UPDATE cancel_requests SET created_at = created_at - ${age}`)
      const started = await database.streams.begin(answerStart({ now: request.createdAt }))
      expect(started).toMatchObject({ answer: { status: 'active' } })
    })

    test('the stop is not kept when the answer is there, unless that is somebody else’s', async () => {
      const database = await open()
      await database.streams.begin(answerStart())
      expect(await database.streams.requestCancel(request)).toBe(false)
      expect(await database.streams.requestCancel({ ...request, ownerId: 'bob' })).toBe(true)
    })
  })
}
