import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { interruptAll } from '@/lib/db/testing/interrupt-all'
import type { OpenEmpty } from './open-empty'

/** The promises of a store about a session that nobody runs, whatever its rows have. */
export function describeOrphans(open: OpenEmpty): void {
  /** An orphan whose rows a test can write as no program of ours does. */
  async function openWithOrphan() {
    const database = await open()
    await database.streams.begin(answerStart())
    return {
      database,
      /** Each chunk is a position, part, kind and text. */
      writeChunks: async (...chunks: [number, number, string, string][]) => {
        for (const chunk of chunks) {
          await database.sql(
            `INSERT INTO stream_chunks (session_id, position, part, kind, text)
             VALUES ('session-a1', ?, ?, ?, ?)`,
            ...chunk,
          )
        }
      },
      writeParts: async (parts: unknown) => {
        await database.sql(`UPDATE messages SET parts = ? WHERE id = 'a1'`, JSON.stringify(parts))
      },
      recover: async (maxCharacters?: number) => {
        await interruptAll(database.streams, 7_000, maxCharacters)
        return database.streams.findAnswer('a1')
      },
    }
  }

  const text = (value: string) => ({ type: 'text', text: value, state: 'done' })
  const reasoning = (value: string) => ({ type: 'reasoning', text: value, state: 'done' })

  describe('P9 P11 an orphan', () => {
    test('an orphan is cut at the maximum length of an answer, before the character that does not fit', async () => {
      const { writeChunks, recover } = await openWithOrphan()
      await writeChunks(
        [1, 0, 'text', '12345'],
        [6, 0, 'text', '67👨‍👩‍👧 more'],
        [30, 0, 'text', 'and more'],
      )
      expect(await recover(10)).toMatchObject({ parts: [text('1234567')], textLength: 7 })
    })

    test('an orphan is cut at the maximum length of its reasoning, and keeps the parts before that', async () => {
      const { writeChunks, recover } = await openWithOrphan()
      await writeChunks(
        [1, 0, 'text', 'seen'],
        [7, 1, 'reasoning', 'x'.repeat(11)],
        [20, 2, 'text', 'y'],
      )
      expect(await recover(10)).toMatchObject({ parts: [text('seen'), reasoning('x'.repeat(10))] })
    })

    test('an orphan has the maximum length of each kind of text, in however many chunks', async () => {
      const { writeChunks, recover } = await openWithOrphan()
      await writeChunks([1, 0, 'reasoning', 'x'.repeat(900)], [950, 1, 'text', 'y'.repeat(900)])
      await writeChunks([1_850, 1, 'text', 'z'.repeat(99)], [1_949, 1, 'text', 'end'])
      expect(await recover(1_000)).toMatchObject({
        parts: [reasoning('x'.repeat(900)), text(`${'y'.repeat(900)}${'z'.repeat(99)}e`)],
      })
    })

    test('an orphan whose message has the maximum length already keeps that, and nothing more', async () => {
      const { writeParts, writeChunks, recover } = await openWithOrphan()
      await writeParts([text('x'.repeat(12))])
      await writeChunks([15, 1, 'text', 'more'])
      expect(await recover(10)).toMatchObject({ parts: [text('x'.repeat(12))], textLength: 12 })
    })

    test.each([
      ['no list', { 0: {} }],
      ['no parts', null],
      ['a list of something else', [null, 7, { type: 'image' }, { type: 'text' }]],
    ])(
      'an orphan whose parts are %s is readable, with the text of its session',
      async (_, parts) => {
        const { writeParts, writeChunks, recover } = await openWithOrphan()
        await writeParts(parts)
        await writeChunks([1, 0, 'text', 'kept'])
        expect(await recover()).toMatchObject({
          status: 'interrupted',
          endReason: 'crash',
          parts: [text('kept')],
          textLength: 4,
        })
      },
    )

    test('an orphan keeps the valid ones of its parts, and says that there were others', async () => {
      const { database, writeParts } = await openWithOrphan()
      await writeParts([null, reasoning('hm'), text('kept')])
      const [orphan] = await database.streams.orphans()
      if (!orphan) throw new Error('no orphan')
      const interrupted = await database.streams.interruptOrphan(orphan, {
        now: 7_000,
        maxCharacters: 10,
      })
      expect(interrupted).toEqual({ ended: true, damage: 'no parts' })
      expect(await database.streams.findAnswer('a1')).toMatchObject({
        parts: [reasoning('hm'), text('kept')],
      })
    })

    test('an orphan with holes and nonsense in its chunks has parts without them', async () => {
      const { writeChunks, recover } = await openWithOrphan()
      await writeChunks(
        [-5, 3, 'text', 'one'],
        [9, 7, 'image', 'two'],
        [20, 7, 'reasoning', 'three'],
        [40, -1, 'text', 'four'],
      )
      expect(await recover()).toMatchObject({
        parts: [text('one'), text('two'), reasoning('three'), text('four')],
      })
    })

    test('an orphan whose message is far too long to be read ends, and keeps its stored parts', async () => {
      const { database, writeParts, recover } = await openWithOrphan()
      const parts = [text('x'.repeat(1_100_000))]
      await writeParts(parts)
      expect(await recover(10)).toMatchObject({ parts, status: 'interrupted' })
      const found = await database.chats.search('ann', { words: ['xxx'], limit: 1 })
      expect(found).toEqual([])
    })

    test('an orphan that is set aside ends without a look at its parts', async () => {
      const { database, writeParts, writeChunks } = await openWithOrphan()
      await writeParts([text('kept')])
      await writeChunks([5, 1, 'text', 'aside'])
      for (const orphan of await database.streams.orphans()) {
        expect(await database.streams.setOrphanAside(orphan, 7_000)).toBe(true)
      }
      expect(await database.streams.findAnswer('a1')).toMatchObject({
        parts: [text('kept')],
        status: 'interrupted',
        endReason: 'crash',
        endedAt: 7_000,
      })
      expect(await database.sql('SELECT text FROM stream_chunks')).toEqual([{ text: 'aside' }])
    })

    test('an orphan that ended meanwhile stays as it is', async () => {
      const { database } = await openWithOrphan()
      const [orphan] = await database.streams.orphans()
      await database.streams.end(answerEnd('a1', 'done'))
      if (!orphan) throw new Error('no orphan')
      const options = { now: 7_000, maxCharacters: 10 }
      expect(await database.streams.interruptOrphan(orphan, options)).toEqual({ ended: false })
      expect(await database.streams.setOrphanAside(orphan, 7_000)).toBe(false)
      expect(await database.streams.findAnswer('a1')).toMatchObject({ status: 'completed' })
    })
  })
}
