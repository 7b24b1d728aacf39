import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { interruptAll } from '@/lib/db/testing/interrupt-all'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'

/** An orphan whose rows a test can write as no program of ours does. */
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
    recover: async (maxCharacters?: number) => {
      await interruptAll(database.streams, 7_000, maxCharacters)
      return database.messages.find('ann', 'a1')
    },
  }
}

const text = (value: string) => ({ type: 'text', text: value, state: 'done' })
const reasoning = (value: string) => ({ type: 'reasoning', text: value, state: 'done' })

describe('P9 P11 an orphan', () => {
  test('an orphan is cut at the maximum length of an answer, before the character that does not fit', async () => {
    const { writeChunks, recover } = await openWithOrphan()
    writeChunks([1, 0, 'text', '12345'], [6, 0, 'text', '67👨‍👩‍👧 more'], [30, 0, 'text', 'and more'])
    expect(await recover(10)).toMatchObject({ parts: [text('1234567')], textLength: 7 })
  })

  test('an orphan is cut at the maximum length of its reasoning, and keeps the parts before that', async () => {
    const { writeChunks, recover } = await openWithOrphan()
    writeChunks([1, 0, 'text', 'seen'], [7, 1, 'reasoning', 'x'.repeat(11)], [20, 2, 'text', 'y'])
    expect(await recover(10)).toMatchObject({ parts: [text('seen'), reasoning('x'.repeat(10))] })
  })

  test('an orphan whose message has the maximum length already keeps that, and nothing more', async () => {
    const { writeParts, writeChunks, recover } = await openWithOrphan()
    writeParts(JSON.stringify([text('x'.repeat(12))]))
    writeChunks([15, 1, 'text', 'more'])
    expect(await recover(10)).toMatchObject({ parts: [text('x'.repeat(12))], textLength: 12 })
  })

  test.each([
    ['no JSON', '[{"type":"te'],
    ['nothing', ''],
    ['no list', '{"0":{}}'],
    ['no parts', 'null'],
    ['a list of something else', '[null,7,{"type":"image"},{"type":"text"}]'],
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

  test('an orphan keeps the valid ones of its parts', async () => {
    const { writeParts, recover } = await openWithOrphan()
    writeParts(JSON.stringify([null, reasoning('hm'), text('kept')]))
    expect(await recover()).toMatchObject({ parts: [reasoning('hm'), text('kept')] })
  })

  test('an orphan with holes and nonsense in its chunks has parts without them', async () => {
    const { writeChunks, recover } = await openWithOrphan()
    writeChunks(
      [-5, 3, 'text', 'one'],
      [9, 7, 'image', Buffer.from('two')],
      [20, 7, 'reasoning', 'three'],
      ['nowhere', 'none', 'text', 'four'],
    )
    expect(await recover()).toMatchObject({
      parts: [text('one'), text('two'), reasoning('three'), text('four')],
    })
  })

  test('an orphan whose message is far too long to be read ends, and keeps its stored parts', async () => {
    const { database, writeParts, recover, storedParts } = await openWithOrphan()
    const parts = JSON.stringify([text('x'.repeat(1_100_000))])
    writeParts(parts)
    await recover(10)
    expect(storedParts()).toEqual({ parts, status: 'interrupted' })
    const found = await database.chats.search('ann', { words: ['xxx'], limit: 1 })
    expect(found).toEqual([])
  })

  test('an orphan that cannot be read ends without a look at its parts', async () => {
    const { database, writeParts, storedParts } = await openWithOrphan()
    writeParts('no JSON')
    for (const orphan of await database.streams.orphans()) {
      await database.streams.setOrphanAside(orphan, 7_000)
    }
    expect(storedParts()).toEqual({ parts: 'no JSON', status: 'interrupted' })
  })

  test('an orphan that ended meanwhile stays as it is', async () => {
    const { database } = await openWithOrphan()
    const [orphan] = await database.streams.orphans()
    await database.streams.end(answerEnd('a1', 'done'))
    if (!orphan) throw new Error('no orphan')
    await database.streams.interruptOrphan(orphan, { now: 7_000, maxCharacters: 10 })
    await database.streams.setOrphanAside(orphan, 7_000)
    expect(await database.messages.find('ann', 'a1')).toMatchObject({ status: 'completed' })
  })
})
