import { describe, expect, inject, test } from 'vitest'
import type { AccountStore } from '@/lib/db/accounts'
import type { AnswerEnd } from '@/lib/db/streams'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { openTwice, openTwoServers } from '@/lib/db/testing/races'
import type { TestDatabase } from '@/lib/db/testing/test-database'
import { whileHeld } from '@/lib/db/testing/while-held'

const outcomesOf = (begun: readonly { outcome: string }[]) =>
  begun.map(({ outcome }) => outcome).toSorted()

const chunksOf = (sessionId: string) =>
  [1, 4].map((position) => ({ sessionId, position, part: 0, kind: 'text', text: 'Hel' }) as const)

/** Ways to delete a chat of `ann`: one locks the person first, the other knows of no locks. */
const deletions: [string, (database: TestDatabase, chatId: string) => Promise<unknown>][] = [
  ['by its store', ({ chats }, chatId) => chats.delete('ann', chatId, 9)],
  ['by a statement', ({ sql }, chatId) => sql('DELETE FROM chats WHERE id = ?', chatId)],
]

describe.skipIf(inject('postgresUrl') === '')('servers on one PostgreSQL', () => {
  test('P4 a stop before its send either ends it or finds it, but is never left beside it', async () => {
    const { here, there, sql, race } = await openTwice()
    await race(async (together, { first }) => {
      const stop = { messageId: first.answer, ownerId: 'ann', createdAt: 1_000 }
      const [waits, begun] = await together(
        () => there.requestCancel(stop),
        () => here.begin(answerStart(first)),
      )
      expect(begun).toMatchObject({ answer: { status: waits ? 'cancelled' : 'active' } })
      expect(await sql('SELECT * FROM cancel_requests')).toEqual([])
    })
  })

  test('P4 a stop before its send finds it, however the clocks of two servers differ', async () => {
    const { streams } = await openTestPostgres()
    await streams.requestCancel({ messageId: 'a1', ownerId: 'ann', createdAt: 1_000 })
    // A third server, whose clock is ahead, drops none of it.
    await streams.requestCancel({ messageId: 'a2', ownerId: 'bob', createdAt: 9_000_000 })
    const begun = await streams.begin({ ...answerStart(), monotonicNow: 9_000_000 })
    expect(begun).toMatchObject({ answer: { status: 'cancelled' } })
  })

  test('P4 a stop that is being written when its send comes is carried out', async () => {
    const database = await openTestPostgres()
    const { streams, reopen } = database
    const [waits, begun] = await whileHeld(
      database,
      // The stop then waits in the middle of its writing.
      `INSERT INTO cancel_requests (message_id, owner_id, created_at) VALUES ('a1', 'ann', 0)`,
      () => streams.requestCancel({ messageId: 'a1', ownerId: 'ann', createdAt: 1_000 }),
      () => reopen().streams.begin(answerStart()),
    )
    expect(waits).toBe(true)
    expect(begun).toMatchObject({ answer: { status: 'cancelled' } })
  })

  test('P4 a stop before an answer goes on either ends that or finds it', async () => {
    const { here, there, race } = await openTwice()
    await race(async (together, { first, run }) => {
      await here.begin(answerStart(first))
      await here.end(answerEnd(first.answer, 'Hello'))
      const of = { messageId: first.answer, ownerId: 'ann', sessionId: `again-${run}` }
      const call = {
        processId: 'p1',
        model: 'm',
        leftOut: 0,
        now: 3_000,
        monotonicNow: 3_000,
        most: 1_000,
      }
      const [waits, begun] = await together(
        () => there.requestCancel({ ...of, createdAt: 3_000 }),
        () => here.beginAgain({ ...of, ...call }),
      )
      expect(begun).toMatchObject({ answer: { status: waits ? 'cancelled' : 'active' } })
    })
  })

  test('P10 the ends of several people at once and a save of the same answers do not wait for each other', async () => {
    const { here, there, race } = await openTwice()
    await race(async (together, { first, second }) => {
      // The order of the sessions is not that of their people.
      await here.begin(answerStart({ ...first, owner: 'bob' }))
      await here.begin(answerStart(second))
      const answers = [first.answer, second.answer]
      await together(
        () => here.endAll(answers.map((answer) => answerEnd(answer, 'Hello'))),
        () => there.saveChunks(answers.flatMap((answer) => chunksOf(`session-${answer}`))),
      )
      const sessionIds = answers.map((answer) => `session-${answer}`)
      expect(await here.activeAmong(sessionIds)).toEqual(new Map())
    })
  })

  test('two sends that make one chat begin one answer', async () => {
    const { here, there, race } = await openTwice()
    await race(async (together, { first, second }) => {
      const begun = await together(
        () => here.begin(answerStart(first)),
        () => there.begin(answerStart({ ...second, chat: first.chat })),
      )
      expect(outcomesOf(begun)).toEqual(['chat_answering', 'started'])
    })
  })

  test('R13 of sixty sends at once by three servers, as many begin as their person may have', async () => {
    const database = await openTestPostgres()
    const servers = [database.streams, database.reopen().streams, database.reopen().streams]
    for (const most of [1, 10, 59]) {
      const begun = await Promise.all(
        Array.from({ length: 60 }, (_, index) => {
          const name = `${most}-${index}`
          const turn = { chat: `c${name}`, question: `q${name}`, answer: `a${name}` }
          const server = servers[index % servers.length] ?? database.streams
          return server.begin(answerStart({ ...turn, most }))
        }),
      )
      expect(outcomesOf(begun)).toEqual([
        ...Array.from({ length: most }, () => 'started'),
        ...Array.from({ length: 60 - most }, () => 'too_many_streams'),
      ])
      await database.sql(`DELETE FROM chats WHERE owner_id = 'ann'`)
    }
  })

  test('R13 a send and a continue at once by two servers get the one place that is left', async () => {
    const { here, there, sql, race } = await openTwice()
    await race(async (together, { first, second }) => {
      await here.begin(answerStart(first))
      await here.end(answerEnd(first.answer, 'Hello'))
      const again = {
        ownerId: 'ann',
        processId: 'p1',
        messageId: first.answer,
        model: 'm',
        leftOut: 0,
        sessionId: `again-${first.answer}`,
        now: 3_000,
        monotonicNow: 3_000,
      }
      const begun = await together(
        () => here.beginAgain({ ...again, most: 1 }),
        () => there.begin(answerStart({ ...second, most: 1 })),
      )
      expect(outcomesOf(begun)).toEqual(['started', 'too_many_streams'])
      await sql(`DELETE FROM chats WHERE owner_id = 'ann'`)
    })
  })

  test('P12 a chat that two people make at once is one’s, and taken for the other', async () => {
    const { here, there, race } = await openTwice()
    await race(async (together, { first, second }) => {
      const begun = await together(
        () => here.begin(answerStart(first)),
        () => there.begin(answerStart({ ...second, chat: first.chat, owner: 'bob' })),
      )
      expect(outcomesOf(begun)).toEqual(['chat_id_taken', 'started'])
    })
  })

  test.each(['ann', 'bob'])(
    'R20 two sends of one answer begin it once, the other one by %s',
    async (owner) => {
      const { here, there, race } = await openTwice()
      await race(async (together, { first, second }) => {
        const begun = await together(
          () => here.begin(answerStart(first)),
          () =>
            there.begin(
              answerStart({ ...second, answer: first.answer, session: second.answer, owner }),
            ),
        )
        expect(outcomesOf(begun)).toEqual(['answer_id_taken', 'started'])
      })
    },
  )

  test('two people who name one session begin one answer', async () => {
    const { here, there, race } = await openTwice()
    await race(async (together, { first, second, sessionId }) => {
      const begun = await together(
        () => here.begin(answerStart({ ...first, session: sessionId })),
        () => there.begin(answerStart({ ...second, session: sessionId, owner: 'bob' })),
      )
      expect(outcomesOf(begun)).toEqual(['session_id_taken', 'started'])
    })
  })

  test('two people whose questions have one ID both ask', async () => {
    const { here, there, sql, race } = await openTwice()
    await race(async (together, { first, second }) => {
      const begun = await together(
        () => here.begin(answerStart(first)),
        () => there.begin(answerStart({ ...second, question: first.question, owner: 'bob' })),
      )
      expect(outcomesOf(begun)).toEqual(['started', 'started'])
      const asked = await sql(
        'SELECT id FROM messages WHERE chat_id IN (?, ?) AND role = ?',
        first.chat,
        second.chat,
        'user',
      )
      expect(asked).toHaveLength(2)
    })
  })

  test('P9 chunks are never left behind an end, and those of other sessions are kept', async () => {
    const { here, there, sql, race } = await openTwice()
    await race(async (together, { first, second, sessionId }) => {
      await here.begin(answerStart(first))
      await here.begin(answerStart(second))
      const other = `session-${second.answer}`
      await together(
        () => here.saveChunks([...chunksOf(other), ...chunksOf(sessionId)]),
        () => there.end(answerEnd(first.answer, 'Hello')),
      )
      const kept = await sql(
        'SELECT session_id FROM stream_chunks WHERE session_id IN (?, ?)',
        sessionId,
        other,
      )
      expect(kept).toEqual([{ session_id: other }, { session_id: other }])
    })
  })

  test.each<[string, (accounts: AccountStore) => Promise<unknown>, number]>([
    ['deletion of their person', (accounts) => accounts.delete('ann'), 0],
    ['move to another person', (accounts) => accounts.moveAll('ann', 'bob'), 6],
  ])(
    'P9 chunks of several sessions and the %s wait for each other in turn',
    async (_, change, kept) => {
      const database = await openTestPostgres()
      // Nobody ends a deadlock, so that the calls in it are never answered.
      const { streams, accounts } = database.reopen({ options: '-c deadlock_timeout=60s' })
      const sessionIds = ['s3', 's2', 's1']
      for (const session of sessionIds) {
        const of = { chat: `chat-${session}`, question: `q-${session}`, answer: `a-${session}` }
        await streams.begin(answerStart({ ...of, session }))
      }
      await whileHeld(
        database,
        // Both have some of the sessions then, unless they take them in the same order.
        `SELECT FROM stream_sessions WHERE id = 's2' FOR UPDATE`,
        () => streams.saveChunks(sessionIds.flatMap(chunksOf)),
        () => change(accounts),
      )
      expect(await database.sql('SELECT * FROM stream_chunks')).toHaveLength(kept)
    },
  )

  test('P2 one of two ends wins, and its text is kept', async () => {
    const { here, there, race } = await openTwice()
    await race(async (together, { first }) => {
      await here.begin(answerStart(first))
      const stopped = { status: 'cancelled', reason: 'user' } as const
      const ends: readonly [AnswerEnd, AnswerEnd] = [
        answerEnd(first.answer, 'Hello'),
        { ...answerEnd(first.answer, 'Hel'), ...stopped },
      ]
      const outcomes = await together(
        () => here.end(ends[0]),
        () => there.end(ends[1]),
      )
      expect(outcomes.toSorted()).toEqual(['lost', 'won'])
      const { status, parts } = outcomes[0] === 'won' ? ends[0] : ends[1]
      expect(await here.findAnswer(first.answer)).toMatchObject({ status, parts })
    })
  })

  test.each(deletions)(
    'P2 an end and the deletion of its chat %s both come through',
    async (_, remove) => {
      const {
        here: database,
        there: { streams: there },
        race,
      } = await openTwoServers()
      const { streams: here, sql } = database
      await race(async (together, { first, sessionId }) => {
        await here.begin(answerStart(first))
        await there.saveChunks(chunksOf(sessionId))
        const [outcome] = await together(
          () => there.end(answerEnd(first.answer, 'Hello')),
          () => remove(database, first.chat),
        )
        expect(['won', 'lost']).toContain(outcome)
        expect(await here.findAnswer(first.answer)).toBeUndefined()
        expect(await sql('SELECT * FROM search_texts WHERE chat_id = ?', first.chat)).toEqual([])
      })
    },
  )

  test('P9 an orphan that several servers see is ended by exactly one, with all of its text', async () => {
    const { here, there, race } = await openTwice()
    await race(async (together, { first, sessionId }) => {
      await here.begin(answerStart(first))
      await here.saveChunks(chunksOf(sessionId))
      const orphan = { sessionId, messageId: first.answer }
      const reapers = [here, there, here, there]
      const endAt = (reaper: number, now: number) =>
        reapers[reaper]?.interruptOrphan(orphan, { now, maxCharacters: 100 })
      const outcomes = await together(
        () => Promise.all([endAt(0, 5_000), endAt(1, 6_000)]),
        () => Promise.all([endAt(2, 7_000), endAt(3, 8_000)]),
      )
      const ended = outcomes.flat().map((outcome) => outcome?.ended)
      expect(ended.filter(Boolean)).toHaveLength(1)
      expect(await here.findAnswer(first.answer)).toMatchObject({
        status: 'interrupted',
        textLength: 'HelHel'.length,
        endedAt: 5_000 + 1_000 * ended.indexOf(true),
      })
    })
  })

  test('P2 an end that waits for its chat holds nothing that the deletion of the chat needs', async () => {
    const database = await openTestPostgres()
    const { streams, sql, reopen } = database
    await streams.begin(answerStart())
    const [, outcome] = await whileHeld(
      database,
      `SELECT FROM chats WHERE id = 'c1' FOR UPDATE`,
      () => sql(`DELETE FROM chats WHERE id = 'c1'`),
      () => reopen().streams.end(answerEnd('a1', 'Hello')),
    )
    expect(outcome).toBe('lost')
  })

  test('P2 an end and the deletion of its person both come through', async () => {
    const { here, there, sql, addPerson, race } = await openTwice()
    await race(async (together, { first, run }) => {
      const owner = `person-${run}`
      await addPerson({ id: owner })
      await here.begin(answerStart({ ...first, owner }))
      const [outcome] = await together(
        () => there.end(answerEnd(first.answer, 'Hello')),
        () => sql('DELETE FROM users WHERE id = ?', owner),
      )
      expect(['won', 'lost']).toContain(outcome)
      expect(await here.findAnswer(first.answer)).toBeUndefined()
    })
  })

  test.each(deletions)(
    'a beginning and the deletion of its chat %s leave nothing of it',
    async (_, remove) => {
      const {
        here: database,
        there: { streams: there },
        race,
      } = await openTwoServers()
      const { streams: here, sql } = database
      await race(async (together, { first, second }) => {
        await here.begin(answerStart(first))
        await here.end(answerEnd(first.answer))
        const next = answerStart({ ...second, chat: first.chat, parent: first.answer })
        const [begun] = await together(
          () => there.begin({ ...next, chat: { ...next.chat, known: true } }),
          () => remove(database, first.chat),
        )
        expect(['started', 'gone']).toContain(begun.outcome)
        for (const table of ['messages', 'stream_sessions', 'search_texts']) {
          expect(await sql(`SELECT * FROM ${table} WHERE chat_id = ?`, first.chat)).toEqual([])
        }
      })
    },
  )

  test('a beginning and the deletion of its person leave nothing of it', async () => {
    const { here, there, sql, addPerson, race } = await openTwice()
    await race(async (together, { first, run }) => {
      const owner = `person-${run}`
      await addPerson({ id: owner })
      const [begun] = await together(
        () => there.begin(answerStart({ ...first, owner })),
        () => sql('DELETE FROM users WHERE id = ?', owner),
      )
      expect(['started', 'gone']).toContain(begun.outcome)
      expect(await here.findAnswer(first.answer)).toBeUndefined()
      expect(await sql('SELECT * FROM chats WHERE id = ?', first.chat)).toEqual([])
    })
  })
})
