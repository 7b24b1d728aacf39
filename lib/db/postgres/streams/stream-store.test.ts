import { Client } from 'pg'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { connect } from '@/lib/db/postgres/connection/connection'
import type { StreamStore } from '@/lib/db/streams'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openNewPostgres, openTestPostgres } from '@/lib/db/testing/open-test-postgres'
import { createLog } from '@/lib/platform/log'
import { createStreamStore } from './stream-store'

type Call = [string, (streams: StreamStore) => Promise<unknown>]

/** All calls that somebody waits for, of one answer, in an order in which each finds what it needs. */
function callsOf(name: string): Call[] {
  const of = { messageId: name, ownerId: 'ann', sessionId: `again-${name}` }
  const again = {
    processId: 'p1',
    model: 'm',
    leftOut: 0,
    now: 3_000,
    monotonicNow: 3_000,
    most: 1_000,
  }
  const chunk = { sessionId: of.sessionId, position: 1, part: 0, kind: 'text', text: 'x' } as const
  const start = answerStart({ chat: `chat-${name}`, question: `question-${name}`, answer: name })
  return [
    [
      'a stop before its send',
      (streams) => streams.requestCancel({ ...of, createdAt: 3_000, messageId: `no-${name}` }),
    ],
    ['a beginning', (streams) => streams.begin(start)],
    ['an end', (streams) => streams.end(answerEnd(name, 'Hello'))],
    ['going on', (streams) => streams.beginAgain({ ...of, ...again })],
    ['saving chunks', (streams) => streams.saveChunks([chunk])],
    ['finding a session', (streams) => streams.findSession(of.sessionId)],
    ['finding an answer', (streams) => streams.findAnswer(name)],
    ['the ended answers', (streams) => streams.endedSince('ann', 9_000, [`session-${name}`])],
    [
      'the end of a second session',
      (streams) => streams.end({ ...answerEnd(name), sessionId: of.sessionId }),
    ],
  ]
}

/** After so many calls, a connection keeps one plan for all. */
const CALLS_UNTIL_KEPT = 7

/** More than the rows of one answer and their places in all indexes take, and less than any large table. */
const MOST_PAGES = 60

/** Makes every table large, with what somebody else has. Nobody looks at its size then, as with ANALYZE. */
const FILL = `
  INSERT INTO chats (id, owner_id, title, settings, created_at, updated_at)
    SELECT 'other-' || n, 'bob', '', '{}', n, n FROM generate_series(1, 3000) AS n;
  INSERT INTO messages (id, chat_id, owner_id, role, parts, status, text_length, session_id, created_at, ended_at)
    SELECT 'other-' || n, 'other-' || n, 'bob', 'assistant', '[]', 'completed', 0, 'other-' || n, n, n
    FROM generate_series(1, 3000) AS n;
  INSERT INTO stream_sessions (id, message_id, chat_id, owner_id, process_id, model, status, started_at, ended_at)
    SELECT 'other-' || n, 'other-' || n, 'other-' || n, 'bob', 'p', 'm', 'active', n, n
    FROM generate_series(1, 3000) AS n;
  INSERT INTO stream_chunks (session_id, position, part, kind, text)
    SELECT 'other-' || n, 1, 0, 'text', '' FROM generate_series(1, 3000) AS n;
  INSERT INTO search_texts (message_id, chat_id, owner_id, folded)
    SELECT 'other-' || n, 'other-' || n, 'bob', '' FROM generate_series(1, 3000) AS n;
  INSERT INTO cancel_requests (message_id, owner_id, created_at)
    SELECT 'other-' || n, 'bob', extract(epoch FROM clock_timestamp()) * 1000
    FROM generate_series(1, 10000) AS n
`

/** Lets every statement tell by a notice how many pages it has read, also inside of functions. */
const COUNT_PAGES = `
  LOAD 'auto_explain';
  SET auto_explain.log_min_duration = 0;
  SET auto_explain.log_nested_statements = on;
  SET auto_explain.log_analyze = on;
  SET auto_explain.log_buffers = on;
  SET client_min_messages = log
`

/** How many pages a statement has read, with all that is inside of it. */
function pagesOf(plan: string): number {
  const [, hit = '0', read = '0'] =
    /Buffers: shared(?: hit=(\d+))?(?: read=(\d+))?/.exec(plan) ?? []
  return Number(hit) + Number(read)
}

/** Fills the tables until the test has ended: that takes longer than a query of a server may. */
async function fill(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  onTestFinished(async () => {
    await client.query('DELETE FROM users')
    await client.end()
  })
  await client.query(FILL)
}

describe.skipIf(inject('postgresUrl') === '')('a call of the stream store', () => {
  test('each call takes one round trip', async () => {
    const { streams } = await openTestPostgres()
    const query = vi.spyOn(Client.prototype, 'query')
    for (const [name, call] of callsOf('a1')) {
      query.mockClear()
      await call(streams)
      expect([name, query.mock.calls.length]).toEqual([name, 1])
    }
  })

  test('P3 a mark for the server of an answer takes one round trip', async () => {
    const { streams, servers } = await openTestPostgres()
    await streams.begin(answerStart())
    const query = vi.spyOn(Client.prototype, 'query')
    const answer = { ownerId: 'ann', messageId: 'a1' }
    expect(await servers?.markCancel(answer, { requestId: 'r1', reason: 'user' })).toBeDefined()
    expect(query).toHaveBeenCalledOnce()
  })

  test('P11 each call takes as long however much there is, also by a plan of when that was little', async () => {
    const { url } = await openNewPostgres()
    // One connection, which keeps its plans and settings.
    const connection = connect(url, createLog('silent'), { max: 1 })
    onTestFinished(() => connection.$client.end())
    const plans: string[] = []
    connection.$client.on('connect', (client) => {
      client.on('notice', ({ message = '' }) => plans.push(message))
    })
    const streams = createStreamStore(connection, connection)
    for (let time = 0; time < CALLS_UNTIL_KEPT; time += 1) {
      for (const [, call] of callsOf(`early-${time}`)) await call(streams)
    }
    await fill(url)
    await connection.$client.query(COUNT_PAGES)
    for (const [, call] of callsOf('late')) await call(streams)
    // A function reads what its statements read, each of which is counted by itself.
    const statements = plans.filter((plan) => !plan.includes('($1) AS value'))
    expect(statements.length).toBeGreaterThan(50)
    expect(statements.filter((plan) => pagesOf(plan) > MOST_PAGES)).toEqual([])
  })

  test('looking for orphans is refused where nothing can be written', async () => {
    const { streams, reopen } = await openTestPostgres()
    await streams.begin(answerStart())
    const unwritable = reopen({ options: '-c default_transaction_read_only=on' })
    await expect(unwritable.streams.orphans()).rejects.toMatchObject({ code: 'storage_full' })
    expect(await streams.orphans()).toEqual([{ sessionId: 'session-a1', messageId: 'a1' }])
  })
})
