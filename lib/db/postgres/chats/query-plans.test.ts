import { Client } from 'pg'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { openNewPostgres } from '@/lib/db/testing/open-test-postgres'

/** What reads all of a table that grows with the installation. */
const READS_ALL = /Seq Scan on (chats|messages|search_texts|stream_sessions|users)/

/** What `pg` is called with to run a statement whose plan PostgreSQL tells. */
const explainedSchema = z.tuple([
  z.object({ text: z.string().regex(/^\s*(select|with|insert|update|delete)/i) }),
  z.array(z.unknown()),
])

/** 2,000 chats of three messages each, of twenty people. Rows are as long as they mostly are. */
const FILLING = [
  `INSERT INTO users (id, name, email, created_at, updated_at)
   SELECT 'p' || n, 'p', 'p' || n, 0, 0 FROM generate_series(0, 19) AS n`,
  `INSERT INTO chats (id, owner_id, title, settings, pinned, created_at, updated_at)
   SELECT 'c' || n, 'p' || n % 20, repeat('title ', 20), '{}', n % 100 = 0, 1, n
   FROM generate_series(0, 1999) AS n`,
  `INSERT INTO messages
     (id, chat_id, owner_id, parent_id, role, parts, status, model, text_length, created_at, ended_at)
   SELECT 'm' || n, 'c' || n / 3, 'p' || n / 3 % 20, CASE WHEN n % 3 > 0 THEN 'm' || n - 1 END,
     'assistant', json_build_array(json_build_object('type', 'text', 'text', repeat('me ', 60))), 'completed', 'model-' || n % 50, 1, 1, n
   FROM generate_series(0, 5999) AS n`,
  `INSERT INTO search_texts (message_id, chat_id, owner_id, folded)
   SELECT id, chat_id, owner_id, repeat('some text ', 20) || id FROM messages`,
  `INSERT INTO stream_sessions
     (id, message_id, chat_id, owner_id, process_id, model, status, started_at)
   SELECT 's-' || id, id, chat_id, owner_id, 'p', 'model', 'completed', 1 FROM messages`,
  'ANALYZE',
]

async function openFilled() {
  const database = await openNewPostgres()
  const { connection } = database
  onTestFinished(async () => {
    await connection.execute('TRUNCATE users CASCADE')
  })
  for (const statement of FILLING) await connection.execute(statement)
  const query = vi.spyOn(Client.prototype, 'query')

  /** The plans of all statements of a call. */
  const plansOf = async (call: () => Promise<unknown>) => {
    query.mockClear()
    await call()
    const plans: string[] = []
    for (const given of query.mock.calls.slice()) {
      const explained = explainedSchema.safeParse(given.slice(0, 2))
      if (!explained.success) continue
      const [{ text }, values] = explained.data
      const { rows } = await connection.$client.query<Record<string, string>>(
        `EXPLAIN ${text}`,
        values,
      )
      plans.push(...rows.flatMap((row) => Object.values(row)))
    }
    return plans
  }
  return { ...database, plansOf }
}

describe.skipIf(inject('postgresUrl') === '')('PostgreSQL', () => {
  test('P11 a call takes as long however much there is that it is not about', async () => {
    const { chats, messages, plansOf } = await openFilled()
    const after = { id: 'c', updatedAt: 1_000 }
    const most = { messages: 5, bytes: 5 }
    const question = await messages.find('p0', 'm1')
    if (!question) throw new Error('the filling has no such message')
    const calls: Record<string, () => Promise<unknown>> = {
      'a page of chats': () => chats.list('p0', { limit: 5 }),
      'a later page': () => chats.list('p0', { limit: 5, after }),
      'the pinned chats': () => chats.list('p0', { limit: 5, pinned: true }),
      'the latest news': () => chats.newsSince('p0', 1_900, 5),
      'a chat': () => chats.find('p0', 'c0'),
      'how many chats': () => chats.count('p0'),
      'a change': () => chats.update('p0', 'c0', { pinned: true }, 9),
      'a title': () => chats.replaceTitle('p0', 'c0', { from: 'one', to: 'another' }, 9),
      'a search': () => chats.search('p0', { words: ['m0', 'text', 'me'], limit: 5 }),
      'a search without an index': () => chats.search('p0', { words: ['te'], limit: 5 }),
      'a message': () => messages.find('p0', 'm2'),
      'the newest answer': () => messages.findNewestAnswer('p0', question),
      'the newest edit': () => messages.findNewestEdit('p0', 'c0', 'm2'),
      'a path': () => messages.path('p0', 'm2', most),
      'a conversation': () => messages.conversation('p0', 'm2', most),
      'the length of a path': () => messages.lengthOfPath('p0', 'm2'),
      'the usual length of an answer': () => messages.everyonesOutputTokens('model-3'),
      'the length of a person’s answers': () => messages.completedOutputTokens('p0', 'model-3'),
      'what follows a message': () => messages.descendantIds('p0', 'm2'),
      'the newest leaf': () => messages.newestLeafId('p0', 'm2'),
      'the messages of a chat': () => messages.idsOfChat('p0', 'c0'),
      'messages by ID': () => messages.withIds('p0', ['m1', 'm2']),
      'deleting a message': () => messages.deleteSome('p0', { messageId: 'm2' }),
      'deleting the messages of a chat': () => messages.deleteSome('p0', { chatId: 'c20' }),
      'deleting all messages': () => messages.deleteSome('p0', {}),
      'deleting a chat': () => chats.delete('p0', 'c40', 9),
    }
    for (const [name, call] of Object.entries(calls)) {
      const plans = await plansOf(call)
      expect.soft(plans, name).not.toEqual([])
      expect
        .soft(
          plans.filter((plan) => READS_ALL.test(plan)),
          name,
        )
        .toEqual([])
    }
  })

  test('P11 the pinned chats, and the messages with a word, are found by their index', async () => {
    const { chats, plansOf } = await openFilled()
    const pinned = await plansOf(() => chats.list('p0', { limit: 5, pinned: true }))
    expect(pinned.join('\n')).toContain('Index Scan Backward using pinned_chats')
    const found = await plansOf(() => chats.search('p0', { words: ['m4321', 'text'], limit: 5 }))
    expect(found.join('\n')).toMatch(
      /Index Scan on search_texts_by_trigram.*\n.*Index Cond: \(\(owner_id = 'p0'::text\) AND \(folded ~~ '%m4321%'/,
    )
  })
})
