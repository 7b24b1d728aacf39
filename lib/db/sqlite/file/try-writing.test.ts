import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '@/lib/db/sqlite/open-sqlite'
import { answerStart } from '@/lib/db/testing/answer-start'
import { holdDatabase } from '@/lib/db/testing/hold-database'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { createManualClock } from '@/lib/platform/manual-clock'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'

function openChecked() {
  const file = path.join(temporaryFolder(), 'test.db')
  // Adds the people of the tests.
  openTestSqlite(file).close()
  const clock = createManualClock()
  const database = openSqlite(file, clock)
  onTestFinished(() => {
    database.close()
  })
  const client = database.connection.$client
  return { file, clock, database, client }
}

/** Allows no further page: SQLite says the same of a full disk. */
function fill(client: ReturnType<typeof openChecked>['client']) {
  client.pragma(`max_page_count = ${client.pragma('page_count', { simple: true }) as number}`)
}

/** Longer than the free room in the pages that there are. */
const longPart = { type: 'text' as const, text: 'x'.repeat(9_000) }

describe('P11 the check that the database can save', () => {
  test('the check writes, and leaves nothing behind', async () => {
    const { database, client } = openChecked()
    expect(await database.check()).toBe('ok')
    expect(client.prepare('SELECT * FROM token_spending').all()).toEqual([])
  })

  test('the check says full where there is no room, and a send says so and writes nothing', async () => {
    const { database, client, clock } = openChecked()
    fill(client)
    expect(await database.check()).toBe('full')
    const start = answerStart()
    const long = { ...start, question: { id: 'q1', parentId: null, parts: [longPart] } }
    const begun = database.streams.begin(long)
    await expect(begun).rejects.toMatchObject({ code: 'storage_full' })
    expect(client.inTransaction).toBe(false)
    expect(await database.chats.count('ann')).toBe(0)
    client.pragma('max_page_count = 1000000')
    await clock.advance(1_000)
    expect(await database.check()).toBe('ok')
    expect(await database.streams.begin(long)).toMatchObject({ outcome: 'started' })
  })

  test('the check says read-only where nothing may be written, and reads go on', async () => {
    const { database, client } = openChecked()
    await database.streams.begin(answerStart())
    client.pragma('query_only = ON')
    expect(await database.check()).toBe('read_only')
    await expect(
      database.chats.create({ id: 'c9', ownerId: 'ann', title: '', model: null, settings: {} }, 1),
    ).rejects.toMatchObject({ code: 'storage_full' })
    expect(await database.chats.count('ann')).toBe(1)
    // The last use of a key is no reason to refuse a call that only reads.
    await expect(database.keys.markUsed('no key', 1)).resolves.toBeUndefined()
  })

  test('the check says away where another process holds the file for long, or it does not answer', async () => {
    const { database, file, clock } = openChecked()
    const held = holdDatabase(file)
    const checking = database.check()
    await clock.advance(2_000)
    expect(await checking).toBe('away')
    held.release()
    await clock.advance(5_000)
    expect(await database.check()).toBe('ok')
    database.close()
    await clock.advance(1_000)
    expect(await database.check()).toBe('away')
  })

  test('the check writes once a second, however often it is asked', async () => {
    const { database, client, clock } = openChecked()
    const [first, second] = [database.check(), database.check()]
    expect(second).toBe(first)
    expect(await first).toBe('ok')
    client.pragma('query_only = ON')
    await clock.advance(999)
    expect(await database.check()).toBe('ok')
    await clock.advance(1)
    expect(await database.check()).toBe('read_only')
  })
})
