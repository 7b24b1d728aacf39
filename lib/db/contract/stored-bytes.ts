import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import type { OpenEmpty } from './open-empty'

const step = fc.record({
  act: fc.constantFrom('send', 'send', 'end', 'delete message', 'delete chat', 'move'),
  chat: fc.integer({ min: 1, max: 3 }),
  text: fc.string({ maxLength: 200, unit: 'grapheme' }),
})

/** The promise of every database to know how much room each person takes. */
export function describeStoredBytes(open: OpenEmpty): void {
  test('P11 the stored bytes of a person are counted, whatever they write, delete and bring along', async () => {
    const { streams, messages, chats, accounts, addPerson, sql } = await open()
    let runs = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        runs += 1
        const its = (id: string) => `${runs}-${id}`
        const [guest, account] = [its('guest'), its('account')]
        for (const id of [guest, account]) await addPerson({ id })
        let answers = 0
        for (const { act, chat, text } of steps) {
          const ids = {
            chat: its(`c${chat}`),
            question: its(`q${answers}`),
            answer: its(`a${answers}`),
          }
          if (act === 'send') {
            answers += 1
            await streams.begin(answerStart({ ...ids, owner: guest }))
          }
          const last = its(`a${answers - 1}`)
          if (act === 'end') await streams.end(answerEnd(last, text))
          if (act === 'delete message') {
            await messages.deleteSome(guest, { messageId: its(`q${chat}`) })
          }
          if (act === 'delete chat') await chats.delete(guest, ids.chat, 9)
          if (act === 'move') await accounts.moveAll(guest, account)
        }
        for (const person of [guest, account]) {
          const [taken] = await sql<{ bytes: number | null }>(
            'SELECT sum(octet_length(CAST(parts AS text)) + 512) AS bytes FROM messages WHERE owner_id = ?',
            person,
          )
          expect(await accounts.storedBytes(person)).toBe(taken?.bytes ?? 0)
        }
      }),
      fromSeed(60),
    )
  })
}
