import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart, idsOf } from '@/lib/testing/answer-start'
import { interruptAll } from '@/lib/testing/interrupt-all'
import type { StreamChunk } from '../streams'
import { openTestSqlite } from '../testing/open-test-sqlite'

type TestDatabase = ReturnType<typeof openTestSqlite>

/** Everything that is in the database, to see that nothing was written. */
function dumpOf({ connection }: TestDatabase) {
  const tables = ['chats', 'messages', 'stream_sessions', 'stream_chunks']
  return tables.map((table) => connection.$client.prepare(`SELECT * FROM ${table}`).all())
}

const chunk = (position: number, text: string, of: Partial<StreamChunk> = {}): StreamChunk => ({
  sessionId: 'session-a1',
  position,
  part: 0,
  kind: 'text',
  text,
  ...of,
})

describe('a beginning', () => {
  test('writes chat, question, empty answer and session', async () => {
    const database = openTestSqlite()
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
    expect(dumpOf(database)[2]).toMatchObject([
      { id: 'session-a1', message_id: 'a1', owner_id: 'ann', process_id: 'p1', status: 'active' },
    ])
  })

  test('keeps the title of a chat that is there, and its model unless another is named', async () => {
    const { streams, chats } = openTestSqlite()
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
  ])('with an answer ID that is %s writes nothing', async (_, owner, answer) => {
    const database = openTestSqlite()
    await database.streams.begin(answerStart())
    const before = dumpOf(database)
    const again = answerStart({ owner, chat: 'c2', question: 'q2', answer })
    expect(await database.streams.begin(again)).toEqual({ outcome: 'answer_id_taken' })
    expect(dumpOf(database)).toEqual(before)
  })

  test('R20 with a question that is there, also one just answered, writes nothing', async () => {
    const database = openTestSqlite()
    await database.streams.begin(answerStart())
    const again = answerStart({ answer: 'a2' })
    expect(await database.streams.begin(again)).toEqual({ outcome: 'question_asked' })
    await database.streams.end(answerEnd('a1'))
    const before = dumpOf(database)
    expect(await database.streams.begin(again)).toEqual({ outcome: 'question_asked' })
    expect(dumpOf(database)).toEqual(before)
    // An edit that changes nothing has the ID of what it edits, and is one.
    const edit = answerStart({ answer: 'a2', editOf: 'q1' })
    expect(await database.streams.begin(edit)).toMatchObject({ outcome: 'started' })
  })

  test('in a chat of somebody else writes nothing', async () => {
    const database = openTestSqlite()
    await database.chats.create(
      { id: 'c1', ownerId: 'ann', title: 'Mine', model: null, settings: {} },
      1,
    )
    const before = dumpOf(database)
    const foreign = answerStart({ owner: 'bob' })
    expect(await database.streams.begin(foreign)).toEqual({ outcome: 'chat_id_taken' })
    expect(dumpOf(database)).toEqual(before)
  })

  test('in a chat that is answering writes nothing', async () => {
    const database = openTestSqlite()
    await database.streams.begin(answerStart())
    const before = dumpOf(database)
    const second = answerStart({ question: 'q2', parent: 'a1', answer: 'a2' })
    expect(await database.streams.begin(second)).toEqual({ outcome: 'chat_answering' })
    expect(dumpOf(database)).toEqual(before)
  })

  test.each([
    ['taken by its own question', 'ann', 'q1', 'a2'],
    ['taken by somebody else', 'bob', 'q1', 'a2'],
    ['that of its answer', 'ann', 'a2', 'a2'],
  ])('gives a question a new ID where its own is %s', async (_, owner, question, answer) => {
    const { streams, messages } = openTestSqlite()
    await streams.begin(answerStart())
    const begun = await streams.begin(answerStart({ owner, chat: 'c2', question, answer }))
    if (begun.outcome !== 'started') throw new Error(begun.outcome)
    expect(begun.answer.id).toBe(answer)
    expect(begun.answer.parentId).not.toBe(question)
    const stored = await messages.find(owner, begun.answer.parentId ?? '')
    expect(stored).toMatchObject({ role: 'user', parts: [{ text: `text of ${question}` }] })
  })

  test('keeps a second active session out of a chat, whoever writes it', async () => {
    const { streams, connection } = openTestSqlite()
    await streams.begin(answerStart())
    const insert = connection.$client.prepare(
      `INSERT INTO stream_sessions (id, message_id, chat_id, owner_id, process_id, model, status, started_at)
       VALUES ('other', 'a1', 'c1', 'ann', 'p2', 'm', ?, 1)`,
    )
    expect(() => insert.run('active')).toThrow(/UNIQUE/)
    expect(insert.run('completed').changes).toBe(1)
  })
})

describe('P4 a stop before its send', () => {
  const request = { messageId: 'a1', ownerId: 'ann', createdAt: 1_000 }

  test('ends the answer in the same step in which it is written, once', async () => {
    const database = openTestSqlite()
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
    ['is too old', request, 31_001],
    ['is of somebody else', { ...request, ownerId: 'bob' }, 1_001],
    ['is for another answer', { ...request, messageId: 'a2' }, 1_001],
  ])('does nothing when it %s', async (_, left, now) => {
    const database = openTestSqlite()
    await database.streams.requestCancel(left)
    const started = await database.streams.begin(answerStart({ now }))
    expect(started).toMatchObject({ answer: { status: 'active' } })
  })

  test('is not left when the answer is there, but when it is somebody else’s', async () => {
    const database = openTestSqlite()
    await database.streams.begin(answerStart())
    expect(await database.streams.requestCancel(request)).toBe(false)
    expect(await database.streams.requestCancel({ ...request, ownerId: 'bob' })).toBe(true)
  })
})

describe('an end', () => {
  test('P2 is by compare-and-set: the first one wins, the others change nothing', async () => {
    const database = openTestSqlite()
    await database.streams.begin(answerStart())
    const stopped = { ...answerEnd('a1', 'Hel'), status: 'cancelled', reason: 'user' } as const
    const outcomes = await Promise.all([
      database.streams.end(stopped),
      database.streams.end(answerEnd('a1', 'Hello')),
      database.streams.end({ ...stopped, reason: 'disconnect' }),
    ])
    expect(outcomes).toEqual([true, false, false])
    expect(await database.messages.find('ann', 'a1')).toMatchObject({
      status: 'cancelled',
      endReason: 'user',
      parts: [{ text: 'Hel' }],
      textLength: 3,
    })
    const after = dumpOf(database)
    expect(await database.streams.end(answerEnd('a1', 'Hello', 9_000))).toBe(false)
    expect(dumpOf(database)).toEqual(after)
  })

  test('of a session that is not there ends nothing', async () => {
    const { streams } = openTestSqlite()
    expect(await streams.end(answerEnd('missing'))).toBe(false)
  })

  test('R15 records in the session how it went', async () => {
    const database = openTestSqlite()
    await database.streams.begin(answerStart())
    const error = { message: 'The provider is overloaded.', retryAfterSeconds: 3 }
    const end = {
      ...answerEnd('a1', 'Hel'),
      status: 'failed',
      reason: 'provider_overloaded',
    } as const
    await database.streams.end({ ...end, firstTokenAt: 1_250, cancelRequestedAt: 1_900, error })
    expect(dumpOf(database)[2]).toMatchObject([
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

  test('folds the chunks of its session, and of no other', async () => {
    const { streams, connection } = openTestSqlite()
    await streams.begin(answerStart())
    await streams.begin(answerStart({ chat: 'c2', question: 'q2', answer: 'a2' }))
    await streams.saveChunks([chunk(1, 'Hel'), chunk(1, 'Other', { sessionId: 'session-a2' })])
    await streams.end(answerEnd('a1', 'Hel'))
    expect(connection.$client.prepare('SELECT text FROM stream_chunks').all()).toEqual([
      { text: 'Other' },
    ])
  })

  test('keeps the usage and the receipt that are told afterwards, of its latest session', async () => {
    const { streams, messages } = openTestSqlite()
    await streams.begin(answerStart())
    await streams.end(answerEnd('a1', 'Hel'))
    const receipt = {
      stoppedInMs: 3,
      savedInMs: 4,
      keptCharacters: 3,
      outputTokens: 1,
      estimated: true,
      providerStopsBilling: 'unknown',
    } as const
    const usage = { inputTokens: 7, outputTokens: 9, estimated: true }
    const session = { messageId: 'a1', sessionId: 'session-a1' }
    await streams.saveUsage(session, { usage, receipt })
    expect(await messages.find('ann', 'a1')).toMatchObject({ receipt, usage })
    const other = { usage: { ...usage, inputTokens: 8 } }
    await streams.saveUsage({ ...session, sessionId: 'another' }, other)
    expect(await messages.find('ann', 'a1')).toMatchObject({ receipt, usage })
  })
})

describe('chunks', () => {
  test('P9 of others are saved when a session is gone or has ended', async () => {
    const database = openTestSqlite()
    await database.streams.begin(answerStart())
    await database.streams.begin(answerStart({ chat: 'c2', question: 'q2', answer: 'a2' }))
    await database.streams.end(answerEnd('a2'))
    await database.streams.saveChunks([
      chunk(1, 'gone', { sessionId: 'deleted' }),
      chunk(1, 'late', { sessionId: 'session-a2' }),
      chunk(1, 'kept'),
    ])
    expect(dumpOf(database)[3]).toMatchObject([{ text: 'kept' }])
  })

  test('are saved all or none', async () => {
    const { streams, connection } = openTestSqlite()
    await streams.begin(answerStart())
    await streams.saveChunks([chunk(1, 'Hel')])
    await expect(streams.saveChunks([chunk(4, 'lo'), chunk(1, 'twice')])).rejects.toThrow(/UNIQUE/)
    expect(connection.$client.prepare('SELECT text FROM stream_chunks').all()).toEqual([
      { text: 'Hel' },
    ])
  })
})

describe('P9 what a crash leaves', () => {
  test('is interrupted, with exactly the text that was saved', async () => {
    const database = openTestSqlite()
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
    expect(dumpOf(database)[2]).toMatchObject([{ status: 'interrupted', end_reason: 'crash' }])
    expect(dumpOf(database)[3]).toEqual([])
    expect(await database.chats.find('ann', 'c1')).toMatchObject({ activeMessageId: null })
  })

  test('is an empty answer where nothing was saved', async () => {
    const { streams, messages } = openTestSqlite()
    await streams.begin(answerStart())
    await interruptAll(streams, 7_000)
    expect(await messages.find('ann', 'a1')).toMatchObject({ status: 'interrupted', parts: [] })
  })

  test('is recovered once, and what had ended stays as it was', async () => {
    const { streams, messages } = openTestSqlite()
    await streams.begin(answerStart())
    await streams.end(answerEnd('a1', 'Hello'))
    await streams.begin(answerStart({ question: 'q2', parent: 'a1', answer: 'a2' }))
    expect(await interruptAll(streams, 7_000)).toBe(1)
    expect(await interruptAll(streams, 8_000)).toBe(0)
    expect(await messages.find('ann', 'a1')).toMatchObject({ status: 'completed', endedAt: 2_000 })
    expect(await messages.find('ann', 'a2')).toMatchObject({
      status: 'interrupted',
      endedAt: 7_000,
    })
  })
})

describe('ended answers', () => {
  test('P12 are told to their owner only: those since a time, and those of named sessions', async () => {
    const { streams } = openTestSqlite()
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
