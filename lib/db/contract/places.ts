import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { dumpOf } from './dump-of'
import type { OpenEmpty } from './open-empty'

/** A turn in a chat of its own. */
const turn = (name: string | number) => ({
  chat: `chat-${name}`,
  question: `question-${name}`,
  answer: `answer-${name}`,
})

/** The promises of a store about how many answers of a person stream at once. */
export function describePlaces(open: OpenEmpty): void {
  describe('R13 a place for an answer', () => {
    const goOn = {
      ownerId: 'ann',
      processId: 'p1',
      messageId: 'answer-1',
      model: 'test/model',
      leftOut: 0,
      sessionId: 'again',
      now: 3_000,
      monotonicNow: 3_000,
    }

    test('a beginning without a place writes nothing, not even its chat, and names the oldest answer', async () => {
      const database = await open()
      const { streams } = database
      await streams.begin(answerStart({ ...turn(1), now: 2_000, most: 2 }))
      await streams.begin(answerStart({ ...turn(2), now: 1_000, most: 2 }))
      const before = await dumpOf(database)
      const refused = { outcome: 'too_many_streams', oldestMessageId: 'answer-2' }
      expect(await streams.begin(answerStart({ ...turn(3), most: 2 }))).toEqual(refused)
      expect(await dumpOf(database)).toEqual(before)
    })

    test('an answer without a place does not go on', async () => {
      const database = await open()
      const { streams } = database
      await streams.begin(answerStart(turn(1)))
      await streams.end(answerEnd('answer-1'))
      await streams.begin(answerStart(turn(2)))
      const before = await dumpOf(database)
      const refused = { outcome: 'too_many_streams', oldestMessageId: 'answer-2' }
      expect(await streams.beginAgain({ ...goOn, most: 1 })).toEqual(refused)
      expect(await dumpOf(database)).toEqual(before)
      expect(await streams.beginAgain({ ...goOn, most: 2 })).toMatchObject({ outcome: 'started' })
    })

    test('a place is free once its answer has ended, and answers of others take none', async () => {
      const { streams, messages, sql } = await open()
      await streams.begin(answerStart({ ...turn(1), owner: 'bob', most: 1 }))
      const start = answerStart({ ...turn(2), most: 1 })
      expect(await streams.begin(start)).toMatchObject({ outcome: 'started' })
      expect(await streams.begin(answerStart({ ...turn(3), most: 1 }))).toMatchObject({
        outcome: 'too_many_streams',
      })
      await streams.end(answerEnd('answer-2'))
      expect(await streams.begin(answerStart({ ...turn(3), most: 1 }))).toMatchObject({
        outcome: 'started',
      })
      // An answer that is deleted while it streams takes none, either.
      await messages.deleteSome('ann', { messageId: 'question-3' })
      expect(await sql('SELECT id FROM stream_sessions WHERE owner_id = ?', 'ann')).toHaveLength(1)
      expect(await streams.begin(answerStart({ ...turn(4), most: 1 }))).toMatchObject({
        outcome: 'started',
      })
    })

    test('a stop before its send takes no place', async () => {
      const { streams } = await open()
      await streams.requestCancel({ messageId: 'answer-1', ownerId: 'ann', createdAt: 1_000 })
      for (const name of [1, 2]) {
        expect(await streams.begin(answerStart({ ...turn(name), most: 1 }))).toMatchObject({
          outcome: 'started',
        })
      }
    })

    test.each([
      ['answer_id_taken', answerStart(turn(1))],
      ['session_id_taken', answerStart({ ...turn(2), session: 'session-answer-1' })],
      ['question_asked', answerStart({ ...turn(1), answer: 'answer-2' })],
      ['chat_answering', answerStart({ ...turn(2), chat: 'chat-1' })],
      ['gone', answerStart({ ...turn(2), parent: 'deleted' })],
    ])(
      'R20 a send that is refused as %s is that where there is no place, too',
      async (outcome, start) => {
        const { streams } = await open()
        await streams.begin(answerStart(turn(1)))
        expect(await streams.begin({ ...start, most: 1 })).toEqual({ outcome })
      },
    )

    test('of sixty sends at once as many begin as there are places', async () => {
      const { streams } = await open()
      const begun = await Promise.all(
        Array.from({ length: 60 }, (_, name) =>
          streams.begin(answerStart({ ...turn(name), most: 10 })),
        ),
      )
      expect(begun.filter(({ outcome }) => outcome === 'started')).toHaveLength(10)
    })
  })
}
