import { describe, expect, test } from 'vitest'
import type { StreamChunk } from '@/lib/db/streams'
import { answerEnd, answerStart, idsOf } from '@/lib/db/testing/answer-start'
import { interruptAll } from '@/lib/db/testing/interrupt-all'
import { dumpOf } from './dump-of'
import type { OpenEmpty } from './open-empty'

/** The promises of a store about the chunks and the end of a stream, also after a crash. */
export function describeEnds(open: OpenEmpty): void {
  const chunk = (position: number, text: string, of: Partial<StreamChunk> = {}): StreamChunk => ({
    sessionId: 'session-a1',
    position,
    part: 0,
    kind: 'text',
    text,
    ...of,
  })

  describe('an end', () => {
    test('P2 an end is a compare-and-set: one of several wins, and the others change nothing', async () => {
      const database = await open()
      await database.streams.begin(answerStart())
      const stopped = { ...answerEnd('a1', 'Hel'), status: 'cancelled', reason: 'user' } as const
      const ends = [
        stopped,
        answerEnd('a1', 'Hello'),
        { ...stopped, reason: 'disconnect' },
      ] as const
      const outcomes = await Promise.all(ends.map((end) => database.streams.end(end)))
      expect(outcomes.toSorted()).toEqual(['lost', 'lost', 'won'])
      const winner = ends[outcomes.indexOf('won')]
      if (!winner) throw new Error('one of them has won')
      expect(await database.messages.find('ann', 'a1')).toMatchObject({
        status: winner.status,
        endReason: winner.reason,
        parts: [{ text: winner.textLength === 3 ? 'Hel' : 'Hello' }],
        textLength: winner.textLength,
      })
      const after = await dumpOf(database)
      expect(await database.streams.end(answerEnd('a1', 'Hello', 9_000))).toBe('lost')
      expect(await database.streams.end(winner)).toBe('already_mine')
      expect(await dumpOf(database)).toEqual(after)
    })

    test('P2 P10 several ends are written together, each as it would be by itself', async () => {
      const database = await open()
      const ends = ['a1', 'a2', 'a3'].map((answer) => answerEnd(answer, `text of ${answer}`))
      for (const [index, { messageId: answer }] of ends.entries()) {
        const owner = index === 0 ? 'bob' : 'ann'
        await database.streams.begin(
          answerStart({ owner, chat: `c${index}`, question: `q${index}`, answer }),
        )
      }
      const [stopped, ...others] = ends
      if (!stopped) throw new Error('there are three')
      await database.streams.end({ ...stopped, status: 'cancelled', reason: 'user', parts: [] })
      await database.streams.endAll([...ends, answerEnd('missing')])
      expect(await database.streams.findAnswer('a1')).toMatchObject({
        endReason: 'user',
        parts: [],
      })
      for (const end of others) {
        expect(await database.streams.findAnswer(end.messageId)).toMatchObject({
          status: 'completed',
          parts: [{ text: `text of ${end.messageId}` }],
        })
        expect(await database.streams.end(end)).toBe('already_mine')
      }
    })

    test('an end of a missing session ends nothing', async () => {
      const { streams } = await open()
      expect(await streams.end(answerEnd('missing'))).toBe('lost')
    })

    test('R15 an end records in the session how that went', async () => {
      const database = await open()
      await database.streams.begin(answerStart())
      const error = { message: 'The provider is overloaded.', retryAfterSeconds: 3 }
      const end = {
        ...answerEnd('a1', 'Hel'),
        status: 'failed',
        reason: 'provider_overloaded',
      } as const
      await database.streams.end({ ...end, firstTokenAt: 1_250, cancelRequestedAt: 1_900, error })
      expect((await dumpOf(database))[2]).toMatchObject([
        {
          status: 'failed',
          end_reason: 'provider_overloaded',
          ended_at: 2_000,
          first_token_at: 1_250,
          cancel_requested_at: 1_900,
          text_length: 3,
          chunk_count: 1,
        },
      ])
      expect(await database.messages.find('ann', 'a1')).toMatchObject({
        status: 'failed',
        error,
        endedAt: 2_000,
        firstTokenMs: 250,
        usage: { inputTokens: 1, outputTokens: 2, estimated: false },
      })
    })

    test('an end folds the chunks of its session, and of no other', async () => {
      const { streams, sql } = await open()
      await streams.begin(answerStart())
      await streams.begin(answerStart({ chat: 'c2', question: 'q2', answer: 'a2' }))
      await streams.saveChunks([chunk(1, 'Hel'), chunk(1, 'Other', { sessionId: 'session-a2' })])
      await streams.end(answerEnd('a1', 'Hel'))
      expect(await sql('SELECT text FROM stream_chunks')).toEqual([{ text: 'Other' }])
    })

    const receipt = {
      stoppedInMs: 3,
      savedInMs: 4,
      keptCharacters: 3,
      outputTokens: 1,
      estimated: true,
      providerStopsBilling: 'unknown',
    } as const

    test('R23 an end has its receipt, which a repeated end does not change', async () => {
      const { streams, messages } = await open()
      await streams.begin(answerStart())
      const stopped = { ...answerEnd('a1', 'Hel'), status: 'cancelled', reason: 'user' } as const
      await streams.end({ ...stopped, receipt: () => receipt })
      expect(await messages.find('ann', 'a1')).toMatchObject({ receipt, status: 'cancelled' })
      const again = { ...stopped, receipt: () => ({ ...receipt, savedInMs: 9 }) }
      expect(await streams.end(again)).toBe('already_mine')
      expect(await messages.find('ann', 'a1')).toMatchObject({ receipt })
    })

    test('P2 an end whose receipt is not written is not there at all', async () => {
      const { streams, messages } = await open()
      await streams.begin(answerStart())
      const breaks = () => {
        throw new Error('the process ended here')
      }
      const ending = streams.end({ ...answerEnd('a1', 'Hel'), receipt: breaks })
      await expect(ending).rejects.toThrow('ended here')
      expect(await messages.find('ann', 'a1')).toMatchObject({ status: 'active', parts: [] })
    })
  })

  describe('chunks', () => {
    test('P9 chunks of other sessions are saved when one session is gone or has ended', async () => {
      const database = await open()
      await database.streams.begin(answerStart())
      await database.streams.begin(answerStart({ chat: 'c2', question: 'q2', answer: 'a2' }))
      await database.streams.end(answerEnd('a2'))
      await database.streams.saveChunks([
        chunk(1, 'gone', { sessionId: 'deleted' }),
        chunk(1, 'late', { sessionId: 'session-a2' }),
        chunk(1, 'kept'),
      ])
      expect((await dumpOf(database))[3]).toMatchObject([{ text: 'kept' }])
    })

    test('P9 chunks are never left behind an end that is written at the same time', async () => {
      const { streams, sql } = await open()
      for (let turn = 0; turn < 20; turn += 1) {
        const of = { chat: `c${turn}`, question: `q${turn}`, answer: `a${turn}` }
        await streams.begin(answerStart(of))
        await Promise.all([
          streams.saveChunks([chunk(1, 'Hel', { sessionId: `session-a${turn}` })]),
          streams.end(answerEnd(`a${turn}`, 'Hello')),
        ])
      }
      expect(await sql('SELECT text FROM stream_chunks')).toEqual([])
    })

    test('P9 the sessions that are still active are told with a save, and by themselves', async () => {
      const { streams, chats, accounts } = await open()
      for (const answer of ['a1', 'a2', 'a3']) {
        await streams.begin(answerStart({ chat: `c-${answer}`, question: `q-${answer}`, answer }))
      }
      await streams.end(answerEnd('a2'))
      const chunks = ['session-a1', 'session-a2', 'deleted'].map((sessionId) =>
        chunk(1, 'Hel', { sessionId }),
      )
      expect(await streams.saveChunks(chunks)).toEqual(new Set(['session-a1']))
      expect(await streams.saveChunks([])).toEqual(new Set())
      const sessionIds = chunks.map(({ sessionId }) => sessionId)
      const active = { ownerId: 'ann', keepGoing: false }
      expect(await streams.activeAmong(sessionIds)).toEqual(new Map([['session-a1', active]]))
      expect(await streams.activeAmong([])).toEqual(new Map())
      await chats.update('ann', 'c-a1', { keepGoing: true }, 9)
      await accounts.moveAll('ann', 'bob')
      const moved = { ownerId: 'bob', keepGoing: true }
      expect(await streams.activeAmong(['session-a1'])).toEqual(new Map([['session-a1', moved]]))
    })

    test('chunks are saved all or none', async () => {
      const { streams, sql } = await open()
      await streams.begin(answerStart())
      await streams.saveChunks([chunk(1, 'Hel')])
      await expect(streams.saveChunks([chunk(4, 'lo'), chunk(9, null as never)])).rejects.toThrow(
        /null/i,
      )
      expect(await sql('SELECT text FROM stream_chunks')).toEqual([{ text: 'Hel' }])
    })

    test('P9 chunks whose save was not confirmed are saved again with what has come since, in any order', async () => {
      const { streams, sql } = await open()
      await streams.begin(answerStart())
      await streams.saveChunks([chunk(1, 'Hel')])
      const active = await streams.saveChunks([chunk(1, 'Hello'), chunk(6, '!', { part: 1 })])
      expect(active).toEqual(new Set(['session-a1']))
      await streams.saveChunks([chunk(1, 'Hel')])
      expect(await sql('SELECT text FROM stream_chunks ORDER BY position')).toEqual([
        { text: 'Hello' },
        { text: '!' },
      ])
    })
  })

  describe('P9 an answer after a crash', () => {
    test('the answer is interrupted, with exactly the text that was saved', async () => {
      const database = await open()
      await database.streams.begin(answerStart())
      await database.streams.saveChunks([
        chunk(1, 'Let me ', { kind: 'reasoning' }),
        chunk(8, 'think', { kind: 'reasoning' }),
        chunk(15, 'Hel', { part: 1 }),
      ])
      await database.streams.saveChunks([chunk(18, 'lo 😀', { part: 1 })])
      expect(await interruptAll(database.streams, 7_000)).toBe(1)
      expect(await database.messages.find('ann', 'a1')).toMatchObject({
        status: 'interrupted',
        endReason: 'crash',
        endedAt: 7_000,
        textLength: 8,
        parts: [
          { type: 'reasoning', text: 'Let me think', state: 'done' },
          { type: 'text', text: 'Hello 😀', state: 'done' },
        ],
      })
      expect((await dumpOf(database))[2]).toMatchObject([
        { status: 'interrupted', end_reason: 'crash' },
      ])
      expect((await dumpOf(database))[3]).toEqual([])
      expect(await database.chats.find('ann', 'c1')).toMatchObject({ activeMessageId: null })
    })

    test('the answer is empty where nothing was saved', async () => {
      const { streams, messages } = await open()
      await streams.begin(answerStart())
      await interruptAll(streams, 7_000)
      expect(await messages.find('ann', 'a1')).toMatchObject({ status: 'interrupted', parts: [] })
    })

    test('the answer is recovered once, and one that had ended stays as it was', async () => {
      const { streams, messages } = await open()
      await streams.begin(answerStart())
      await streams.end(answerEnd('a1', 'Hello'))
      await streams.begin(answerStart({ question: 'q2', parent: 'a1', answer: 'a2' }))
      expect(await interruptAll(streams, 7_000)).toBe(1)
      expect(await interruptAll(streams, 8_000)).toBe(0)
      expect(await messages.find('ann', 'a1')).toMatchObject({
        status: 'completed',
        endedAt: 2_000,
      })
      expect(await messages.find('ann', 'a2')).toMatchObject({
        status: 'interrupted',
        endedAt: 7_000,
      })
    })
  })

  describe('ended answers', () => {
    test('P12 ended answers since a time, or of named sessions, are told to their owner only', async () => {
      const { streams } = await open()
      for (const [index, answer] of ['a1', 'a2', 'a3', 'a4'].entries()) {
        await streams.begin(answerStart({ chat: `c${index}`, question: `q${index}`, answer }))
        if (answer !== 'a4') await streams.end(answerEnd(answer, 'x', 2_000 + index))
      }
      const since = async (owner: string, time: number, sessions: string[]) =>
        idsOf(await streams.endedSince(owner, time, sessions))
      expect(await since('ann', 2_001, [])).toEqual(['a2', 'a3'])
      expect(await since('ann', 9_000, ['session-a1', 'session-a4'])).toEqual(['a1'])
      expect(await since('ann', 9_000, [])).toEqual([])
      expect(await since('bob', 0, ['session-a1'])).toEqual([])
    })
  })
}
