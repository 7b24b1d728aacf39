import { describe, expect, test } from 'vitest'
import { answerStart } from '@/lib/db/testing/answer-start'
import { interruptAll } from '@/lib/db/testing/interrupt-all'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'

/** An orphan whose rows a test can damage, as a broken disk does: what is JSON is for the contract suite. */
async function openWithOrphan() {
  const database = openTestSqlite()
  await database.streams.begin(answerStart())
  const { $client } = database.connection
  const chunk = $client.prepare(
    `INSERT INTO stream_chunks (session_id, position, part, kind, text)
     VALUES ('session-a1', ?, ?, ?, ?)`,
  )
  return {
    database,
    /** Each chunk is a position, part, kind and text. */
    writeChunks: (...chunks: unknown[][]) => {
      for (const values of chunks) chunk.run(values)
    },
    writeParts: (parts: string) => {
      $client.prepare(`UPDATE messages SET parts = ? WHERE id = 'a1'`).run(parts)
    },
    storedParts: () => $client.prepare(`SELECT parts, status FROM messages WHERE id = 'a1'`).get(),
    recover: async () => {
      await interruptAll(database.streams, 7_000)
      return database.messages.find('ann', 'a1')
    },
  }
}

const text = (value: string) => ({ type: 'text', text: value, state: 'done' })

describe('P9 P11 an orphan of a damaged file', () => {
  test.each([
    ['no JSON', '[{"type":"te'],
    ['nothing', ''],
  ])('an orphan whose parts are %s is readable, with the text of its session', async (_, parts) => {
    const { writeParts, writeChunks, recover } = await openWithOrphan()
    writeParts(parts)
    writeChunks([1, 0, 'text', 'kept'])
    expect(await recover()).toMatchObject({
      status: 'interrupted',
      endReason: 'crash',
      parts: [text('kept')],
      textLength: 4,
    })
  })

  test('an orphan with values of other types in its chunks has their text', async () => {
    const { writeChunks, recover } = await openWithOrphan()
    writeChunks(
      [-5, 3, 'text', 'one'],
      [9, 7, 'image', Buffer.from('two')],
      ['nowhere', 'none', 'text', 'four'],
    )
    expect(await recover()).toMatchObject({ parts: [text('one'), text('two'), text('four')] })
  })

  test('an orphan that cannot be read ends without a look at its parts', async () => {
    const { database, writeParts, storedParts } = await openWithOrphan()
    writeParts('no JSON')
    for (const orphan of await database.streams.orphans()) {
      await database.streams.setOrphanAside(orphan, 7_000)
    }
    expect(storedParts()).toEqual({ parts: 'no JSON', status: 'interrupted' })
  })
})
