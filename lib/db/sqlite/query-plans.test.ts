import { expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestMemory } from '@/lib/db/testing/open-test-sqlite'

/** Tables that grow with the installation. */
const GROWING = 'chats|messages|stream_sessions|stream_chunks|users|sessions|search_keys'

/** What reads all of a table, or all messages of a person, to find some of them. */
const READS_ALL = new RegExp(
  `^SCAN (${GROWING})( USING (COVERING )?INDEX (?!one_active_session_a_chat|active_sessions_by_owner)|$)|messages_by_owner \\(owner_id=\\?\\)$`,
)

/** A database that keeps the statements of all calls, also of those that make its chat of two messages. */
async function openWatched() {
  const database = openTestMemory()
  const { $client } = database.connection
  const statements = new Set<string>()
  const prepare = $client.prepare.bind($client)
  $client.prepare = ((source: string) => {
    statements.add(source)
    return prepare(source)
  }) as typeof $client.prepare
  await database.streams.begin(answerStart())
  await database.streams.end(answerEnd('a1', 'some text'))
  const plans = async () => {
    const explained = [...statements].map(async (source) => {
      const values = source.match(/\?/g)?.map(() => '') ?? []
      const steps = await database.sql<{ detail: string }>(
        `EXPLAIN QUERY PLAN ${source}`,
        ...values,
      )
      return steps.map(({ detail }) => detail)
    })
    return (await Promise.all(explained)).flat()
  }
  return { ...database, plans }
}

type Watched = Awaited<ReturnType<typeof openWatched>>

test.each<[string, (database: Watched) => Promise<unknown>]>([
  ['a page of chats', ({ chats }) => chats.list('ann', { limit: 5 })],
  [
    'a later page',
    ({ chats }) => chats.list('ann', { limit: 5, after: { id: 'c', updatedAt: 1 } }),
  ],
  ['the latest news of chats', ({ chats }) => chats.newsSince('ann', 1, 5)],
  ['the answers that have ended', ({ streams }) => streams.endedSince('ann', 1, ['session-a1'])],
  ['a path', ({ messages }) => messages.path('ann', 'a1', { messages: 5, bytes: 5 })],
  [
    'a conversation',
    ({ messages }) => messages.conversation('ann', 'a1', { messages: 5, bytes: 5 }),
  ],
  ['the messages of a chat', ({ messages }) => messages.idsOfChat('ann', 'c1')],
  ['messages by ID', ({ messages }) => messages.withIds('ann', ['a1'])],
  [
    'the newest answer',
    async ({ messages }) => {
      const question = await messages.find('ann', 'q1')
      if (question) await messages.findNewestAnswer('ann', question)
    },
  ],
  ['the newest edit', ({ messages }) => messages.findNewestEdit('ann', 'c1', 'q1')],
  ['the newest leaf', ({ messages }) => messages.newestLeafId('ann', 'q1')],
  ['what follows a message', ({ messages }) => messages.descendantIds('ann', 'q1')],
  ['the usual length of an answer', ({ messages }) => messages.everyonesOutputTokens('test/model')],
  ['a search', ({ chats }) => chats.search('ann', { words: ['some', 'te'], limit: 5 })],
  ['deleting a message', ({ messages }) => messages.deleteSome('ann', { messageId: 'a1' })],
  [
    'deleting the messages of a chat',
    ({ messages }) => messages.deleteSome('ann', { chatId: 'c1' }),
  ],
  ['deleting a chat', ({ chats }) => chats.delete('ann', 'c1', 9)],
  ['sending', async () => {}],
  ['the streams that a crash left', ({ streams }) => streams.orphans()],
  ['pruning', (database) => database.prune(10)],
])('P11 %s takes as long however much there is', async (_, call) => {
  const database = await openWatched()
  await call(database)
  expect((await database.plans()).filter((plan) => READS_ALL.test(plan))).toEqual([])
})

test('P11 the pinned chats are found without a look at the others', async () => {
  const database = await openWatched()
  await database.chats.list('ann', { pinned: true, limit: 5 })
  expect((await database.plans()).join('\n')).toContain('pinned_chats (owner_id=?)')
})

test('R32 pruning finds old sessions and guests by their age', async () => {
  const database = await openWatched()
  await database.prune(10_000)
  const plans = (await database.plans()).join('\n')
  expect(plans).toContain('ended_sessions (ended_at<?)')
  expect(plans).toContain('guests_by_age ((created_at,id)>(?,?) AND created_at<?)')
})
