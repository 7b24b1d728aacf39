import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { createLog } from '@/lib/platform/log'
import { callBy } from '@/lib/testing/calls'
import { openTestDatabase } from '@/lib/testing/test-database'
import { exportChats, type ExportFormat } from './export-chats'

type TestDatabase = ReturnType<typeof openTestDatabase>

async function exportOf(database: TestDatabase, format: ExportFormat, owner = 'ann') {
  const services = { database, exports: { take: () => () => {} }, log: createLog('silent') }
  const file = await exportChats.run(callBy(owner, services), { format })
  const pieces: string[] = []
  for await (const piece of file.pieces) pieces.push(piece)
  const { name, mediaType } = file
  return {
    name,
    mediaType,
    text: pieces.join(''),
    longest: Math.max(...pieces.map(({ length }) => length)),
  }
}

/** Two chats of `ann`, the first with two versions of its answer, and one of `bob`. */
async function openWithChats() {
  const database = openTestDatabase()
  const { streams } = database
  await streams.begin(answerStart({ now: 1 }))
  await streams.end(answerEnd('a1', 'One', 2))
  await streams.begin(answerStart({ question: null, parent: 'q1', answer: 'a2', now: 3 }))
  await streams.end({ ...answerEnd('a2', 'Two', 4), status: 'cancelled', reason: 'user' })
  await streams.begin(answerStart({ chat: 'c2', question: 'q3', answer: 'a3', now: 5 }))
  await streams.end(answerEnd('a3', 'Three', 6))
  await streams.begin(answerStart({ owner: 'bob', chat: 'c3', question: 'q4', answer: 'a4' }))
  return database
}

describe('an export', () => {
  test.each([
    ['json', 'chats.json'],
    ['markdown', 'chats.md'],
  ] as const)(
    'an export as %s is named %s, and has a media type that the verb lists',
    async (format, name) => {
      const exported = await exportOf(await openWithChats(), format)
      expect(exported.name).toBe(name)
      expect(exportChats.output).toEqual({
        mediaTypes: expect.arrayContaining([exported.mediaType]) as string[],
      })
    },
  )

  test('P12 an export has all of a person as JSON, every branch, and nothing of others', async () => {
    const { text } = await exportOf(await openWithChats(), 'json')
    expect(JSON.parse(text)).toMatchObject({
      chats: [
        {
          id: 'c2',
          settings: {},
          messages: [{ id: 'q3' }, { id: 'a3', parts: [{ text: 'Three' }] }],
        },
        {
          id: 'c1',
          title: 'A title',
          messages: [
            { id: 'q1', role: 'user', parts: [{ type: 'text', text: 'text of q1' }] },
            { id: 'a1', metadata: { parentId: 'q1', status: 'completed' } },
            { id: 'a2', metadata: { parentId: 'q1', status: 'cancelled', endReason: 'user' } },
          ],
        },
      ],
    })
    expect(text).not.toMatch(/c3|a4|siblingIds/)
  })

  test('an export as Markdown has the conversations that the pages show', async () => {
    const { text } = await exportOf(await openWithChats(), 'markdown')
    expect(text).toBe(
      '# A title\n\n## You\n\n> text of q3\n\n## test/model\n\n> Three\n\n' +
        '# A title\n\n## You\n\n> text of q1\n\n## test/model\n\n> Two\n\n*(stopped)*\n\n',
    )
  })

  test('an export of nothing is a file all the same', async () => {
    const database = openTestDatabase()
    expect(JSON.parse((await exportOf(database, 'json')).text)).toEqual({ chats: [] })
    expect((await exportOf(database, 'markdown')).text).toBe('')
  })

  test('P11 an export grows with the messages, in small pieces, and leaves others their turn', async () => {
    const database = openTestDatabase()
    await database.streams.begin(answerStart())
    await database.streams.end(answerEnd('a1', 'text'))
    await database.sql(`
      WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 3000)
      INSERT INTO messages (id, chat_id, owner_id, parent_id, role, parts, status, text_length, created_at)
      SELECT 'm' || n, 'c1', 'ann', 'q1', 'assistant', '[{"type":"text","text":"words"}]', 'completed', 5, 2000
      FROM numbers`)
    let over = false
    const exporting = exportOf(database, 'json').finally(() => {
      over = true
    })
    let turns = 0
    for (; !over; turns += 1) await setImmediate()
    const { text, longest } = await exporting
    expect(text.length).toBeLessThan(3_000 * 400)
    expect(longest).toBeLessThan(1_000)
    expect(turns).toBeGreaterThan(250)
  })
})
