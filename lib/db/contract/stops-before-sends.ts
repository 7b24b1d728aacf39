import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import type { OpenEmpty } from './open-empty'

/** How late the continues of this suite are, in milliseconds. */
const LATEST = 3_000

/** The promises of a store about a stop that comes before its send. */
export function describeStopsBeforeSends(open: OpenEmpty): void {
  /** A stop by `ann` of `a1`, in this session if one is named. */
  const stopOf = (sessionId?: string, of: { ownerId?: string; createdAt?: number } = {}) => ({
    messageId: 'a1',
    ownerId: 'ann',
    sessionId,
    createdAt: 1_000,
    ...of,
  })

  const again = (sessionId: string, now = LATEST) => ({
    ownerId: 'ann',
    processId: 'p1',
    messageId: 'a1',
    model: 'test/model',
    leftOut: 0,
    sessionId,
    now,
    monotonicNow: now,
    most: 10,
  })

  describe('P4 P13 a stop that waits for a new answer', () => {
    test.each([
      ['names none, and the send does', undefined, 's1', 'cancelled'],
      ['names one, and the send does not', 's1', undefined, 'cancelled'],
      ['names the session of the send', 's1', 's1', 'cancelled'],
      ['names another session than the send', 's2', 's1', 'active'],
    ])('a stop that %s ends only its own session', async (_, wanted, session, status) => {
      const { streams } = await open()
      expect(await streams.requestCancel(stopOf(wanted))).toBe(true)
      const begun = await streams.begin(answerStart({ ...(session && { session }) }))
      expect(begun).toMatchObject({ outcome: 'started', answer: { status } })
    })

    test('a stop and its send at the same time see each other, whichever comes first', async () => {
      const { streams } = await open()
      for (let turn = 0; turn < 20; turn += 1) {
        const messageId = `a${turn}`
        const start = answerStart({ chat: `c${turn}`, question: `q${turn}`, answer: messageId })
        const [waits, begun] = await Promise.all([
          streams.requestCancel({ ...stopOf(), messageId }),
          streams.begin(start),
        ])
        expect(begun).toMatchObject({ answer: { status: waits ? 'cancelled' : 'active' } })
      }
    })

    test('a stop for another session is still there when that begins', async () => {
      const { streams } = await open()
      await streams.requestCancel(stopOf('s2'))
      await streams.begin(answerStart({ session: 's1' }))
      await streams.end({ ...answerEnd('a1', 'Hello'), sessionId: 's1' })
      expect(await streams.beginAgain(again('s2'))).toMatchObject({
        answer: { status: 'cancelled' },
      })
    })

    test('a stop in each of two sessions of one message waits for its own', async () => {
      const { streams } = await open()
      for (const sessionId of ['s1', 's2']) await streams.requestCancel(stopOf(sessionId))
      const begun = await streams.begin(answerStart({ session: 's1' }))
      expect(begun).toMatchObject({ answer: { status: 'cancelled' } })
      expect(await streams.beginAgain(again('s2'))).toMatchObject({
        answer: { status: 'cancelled' },
      })
    })
  })

  describe('P4 P13 a stop that waits for an answer to go on', () => {
    async function ended() {
      const database = await open()
      await database.streams.begin(answerStart({ session: 's1' }))
      await database.streams.end({ ...answerEnd('a1', 'Hello'), sessionId: 's1' })
      return database
    }

    test('the stop ends its session in the step in which that begins, and keeps the earlier text', async () => {
      const { streams, messages } = await ended()
      expect(await streams.requestCancel(stopOf('s2'))).toBe(true)
      const begun = await streams.beginAgain(again('s2'))
      expect(begun).toMatchObject({
        outcome: 'started',
        chat: { activeMessageId: null },
        answer: {
          sessionId: 's2',
          status: 'cancelled',
          endReason: 'user',
          parts: [{ text: 'Hello' }],
          textLength: 5,
          usage: { inputTokens: 1, outputTokens: 2 },
        },
      })
      expect(await messages.find('ann', 'a1')).toEqual('answer' in begun && begun.answer)
      expect(await streams.beginAgain(again('s3'))).toMatchObject({ answer: { status: 'active' } })
    })

    test('a stop in another session leaves this one alone', async () => {
      const { streams } = await ended()
      await streams.requestCancel(stopOf('s3'))
      expect(await streams.beginAgain(again('s2'))).toMatchObject({ answer: { status: 'active' } })
    })

    test('a stop does not wait for a session that has been, nor without the name of one', async () => {
      const { streams } = await ended()
      await streams.beginAgain(again('s2'))
      for (const sessionId of ['s1', 's2', undefined]) {
        expect(await streams.requestCancel(stopOf(sessionId))).toBe(false)
      }
      expect(await streams.requestCancel(stopOf('s3'))).toBe(true)
    })

    test('a stop does not wait for a question', async () => {
      const { streams } = await ended()
      expect(await streams.requestCancel({ ...stopOf('s2'), messageId: 'q1' })).toBe(false)
    })

    test.each([
      ['too old', stopOf('s2'), 30_000 + LATEST],
      ['somebody else’s', stopOf('s2', { ownerId: 'bob' }), 0],
    ])('a stop does nothing when it is %s', async (_, left, age) => {
      const { streams, sql } = await ended()
      await streams.requestCancel(left)
      await sql(`UPDATE cancel_requests SET created_at = created_at - ${age}`)
      const begun = await streams.beginAgain(again('s2'))
      expect(begun).toMatchObject({ answer: { status: 'active' } })
    })
  })

  describe('the ID of a session', () => {
    test('the ID of a session begins nothing once it is taken, whoever has it', async () => {
      const { streams } = await open()
      await streams.begin(answerStart({ session: 's1' }))
      const other = { owner: 'bob', chat: 'c2', question: 'q2', answer: 'a2', session: 's1' }
      expect(await streams.begin(answerStart(other))).toEqual({ outcome: 'session_id_taken' })
      await streams.end({ ...answerEnd('a1'), sessionId: 's1' })
      expect(await streams.beginAgain(again('s1'))).toEqual({ outcome: 'session_id_taken' })
    })

    test('the ID of a session leads to its message and to the number of parts before it', async () => {
      const { streams } = await open()
      await streams.begin(answerStart({ session: 's1' }))
      await streams.end({ ...answerEnd('a1', 'Hello'), sessionId: 's1' })
      await streams.beginAgain(again('s2'))
      expect(await streams.findSession('s1')).toEqual({
        messageId: 'a1',
        partsBefore: 0,
        endReason: answerEnd('a1').reason,
      })
      expect(await streams.findSession('s2')).toEqual({
        messageId: 'a1',
        partsBefore: 1,
        endReason: null,
      })
      expect(await streams.findSession('s3')).toBeUndefined()
    })
  })
}
