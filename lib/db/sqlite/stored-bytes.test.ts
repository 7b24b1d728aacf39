import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { openTestSqlite } from '../testing/open-test-sqlite'

const step = fc.record({
  act: fc.constantFrom('send', 'send', 'end', 'delete message', 'delete chat', 'move'),
  chat: fc.integer({ min: 1, max: 3 }),
  text: fc.string({ maxLength: 200, unit: 'grapheme' }),
})

test('P11 the stored bytes of a person are counted, whatever they write, delete and bring along', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { streams, messages, chats, accounts, connection } = openTestSqlite()
      let answers = 0
      for (const { act, chat, text } of steps) {
        const ids = { chat: `c${chat}`, question: `q${answers}`, answer: `a${answers}` }
        if (act === 'send') {
          answers += 1
          await streams.begin(answerStart({ ...ids, owner: 'ann' }))
        }
        const last = `a${answers - 1}`
        if (act === 'end') await streams.end(answerEnd(last, text))
        if (act === 'delete message') await messages.deleteSome('ann', { messageId: `q${chat}` })
        if (act === 'delete chat') await chats.delete('ann', `c${chat}`)
        if (act === 'move') await accounts.moveAll('ann', 'bob')
      }
      for (const person of ['ann', 'bob']) {
        const counted = connection.$client
          .prepare(
            'SELECT sum(octet_length(parts) + 512) AS bytes FROM messages WHERE owner_id = ?',
          )
          .pluck()
          .get(person)
        expect(await accounts.storedBytes(person)).toBe(counted ?? 0)
      }
    }),
    fromSeed(60),
  )
})
