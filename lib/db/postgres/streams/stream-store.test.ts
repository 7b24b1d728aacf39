import { Client } from 'pg'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { connect } from '@/lib/db/postgres/connection/connection'
import type { StreamStore } from '@/lib/db/streams'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { createLog } from '@/lib/platform/log'
import { createStreamStore } from './stream-store'

const stop = { messageId: 'a1', ownerId: 'ann', createdAt: 1_000 }
const again = { ...stop, processId: 'p1', model: 'm', leftOut: 0, now: 3_000, monotonicNow: 3_000 }
const chunk = { sessionId: 's2', position: 1, part: 0, kind: 'text', text: 'Hel' } as const

type Call = [string, (streams: StreamStore) => Promise<unknown>]

/** The calls that are functions of the database, in an order in which each finds what it needs. */
const FUNCTIONS: readonly Call[] = [
  ['a stop before its send', (streams) => streams.requestCancel({ ...stop, messageId: 'a2' })],
  ['a beginning', (streams) => streams.begin(answerStart())],
  ['an end', (streams) => streams.end(answerEnd('a1', 'Hello'))],
  ['going on', (streams) => streams.beginAgain({ ...again, sessionId: 's2' })],
]

/** The other calls that somebody waits for. */
const STATEMENTS: readonly Call[] = [
  ['saving chunks', (streams) => streams.saveChunks([chunk])],
  ['finding a session', (streams) => streams.findSession('s2')],
  ['finding an answer', (streams) => streams.findAnswer('a1')],
  ['the ended answers', (streams) => streams.endedSince('ann', 0, ['session-a1'])],
]

/** What reads all of a table that grows with the installation, to find some of its rows. */
const READS_ALL =
  /Seq Scan on (cancel_requests|chats|messages|search_texts|stream_chunks|stream_sessions|users)\b/

/** Lets the plan of every statement come as a notice, also those inside of functions. */
const EXPLAIN = `
  LOAD 'auto_explain';
  SET auto_explain.log_min_duration = 0;
  SET auto_explain.log_nested_statements = on;
  SET client_min_messages = log
`

describe.skipIf(inject('postgresUrl') === '')('a call of the stream store', () => {
  test('each call takes one round trip', async () => {
    const { streams } = await openTestPostgres()
    const query = vi.spyOn(Client.prototype, 'query')
    for (const [name, call] of [...FUNCTIONS, ...STATEMENTS]) {
      query.mockClear()
      await call(streams)
      expect([name, query.mock.calls.length]).toEqual([name, 1])
    }
  })

  test('P11 each call finds its rows by an index', async () => {
    const { url } = await openTestPostgres()
    // One connection, which keeps its settings.
    const connection = connect(url, createLog('silent'), { max: 1 })
    onTestFinished(() => connection.$client.end())
    const plans: string[] = []
    connection.$client.on('connect', (client) => {
      client.on('notice', ({ message = '' }) => plans.push(message))
    })
    await connection.$client.query(EXPLAIN)
    const streams = createStreamStore(connection)
    for (const [, call] of FUNCTIONS) await call(streams)
    // Statements are planned each time, for tables as large as they are then: here they are small.
    await connection.$client.query('SET enable_seqscan = off')
    for (const [, call] of STATEMENTS) await call(streams)
    expect(plans.join('\n')).toContain('Index Scan using messages_by_parent')
    expect(plans.filter((plan) => READS_ALL.test(plan))).toEqual([])
  })

  test('looking for orphans is refused where nothing can be written', async () => {
    const { streams, reopen } = await openTestPostgres()
    await streams.begin(answerStart())
    const unwritable = reopen({ options: '-c default_transaction_read_only=on' })
    await expect(unwritable.streams.orphans()).rejects.toMatchObject({ code: 'storage_full' })
    expect(await streams.orphans()).toEqual([{ sessionId: 'session-a1', messageId: 'a1' }])
  })
})
