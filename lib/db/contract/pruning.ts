import { describe, expect, test } from 'vitest'
import { addSpending } from '@/lib/db/testing/add-spending'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import type { OpenEmpty } from './open-empty'

/** The promises of a database about what it deletes for its age. */
export function describePruning(open: OpenEmpty): void {
  const DAY = 24 * 60 * 60 * 1000

  /** A database with a guest who came, signed in and chatted at these times. */
  async function databaseWithGuest(times: { came: number; seen: number; chatted?: number }) {
    const database = await open()
    const { came, seen, chatted } = times
    await database.addPerson({ id: 'guest', at: came, guest: true })
    await database.sql(
      `INSERT INTO sessions (id, user_id, token, expires_at, created_at, updated_at)
     VALUES ('s', 'guest', 't', ?, ?, ?)`,
      seen + 30 * DAY,
      came,
      seen,
    )
    if (chatted !== undefined) {
      await database.streams.begin(answerStart({ owner: 'guest', now: chatted }))
      await database.streams.end(answerEnd('a1', 'text', chatted))
    }
    return database
  }

  describe('R32 pruning', () => {
    test('pruning deletes ended sessions and keeps their messages', async () => {
      const database = await open()
      await database.streams.begin(answerStart({ now: 1_000 }))
      await database.streams.end(answerEnd('a1', 'text', 2_000))
      await database.streams.begin(answerStart({ chat: 'c2', question: 'q2', answer: 'a2' }))
      expect(await database.prune(2_000)).toEqual({ endedSessions: 0, idleGuests: 0 })
      expect(await database.prune(2_001)).toEqual({ endedSessions: 1, idleGuests: 0 })
      expect(await database.messages.find('ann', 'a1')).toMatchObject({ parts: [{ text: 'text' }] })
      expect(await database.chats.find('ann', 'c2')).toMatchObject({ activeMessageId: 'a2' })
    })

    test('pruning deletes the spending of earlier days, and not that of the day itself', async () => {
      const database = await open()
      const noon = Date.UTC(2026, 10, 21, 12)
      for (const day of ['2026-11-20', '2026-11-21'])
        await addSpending(database.spending, day, ['ann'], 7)
      await database.prune(noon)
      expect(await database.spending.of('2026-11-20', 'ann')).toBe(0)
      expect(await database.spending.of('2026-11-21', 'ann')).toBe(7)
    })

    test.each([
      ['came', { came: 10, seen: 1 }],
      ['was seen', { came: 1, seen: 10 }],
      ['chatted', { came: 1, seen: 1, chatted: 10 }],
    ])('pruning keeps a guest who %s since', async (_, times) => {
      const database = await databaseWithGuest(times)
      expect((await database.prune(10)).idleGuests).toBe(0)
    })

    test('pruning deletes an idle guest with all that is theirs, and nobody who has an account', async () => {
      const database = await databaseWithGuest({ came: 1, seen: 5, chatted: 9 })
      expect((await database.prune(10)).idleGuests).toBe(1)
      expect(await database.messages.find('guest', 'a1')).toBeUndefined()
      expect(await database.accounts.find('guest')).toBeUndefined()
      for (const id of ['ann', 'bob']) expect(await database.accounts.find(id)).toBeDefined()
    })

    test('pruning by two servers at once deletes each session and guest once', async () => {
      const database = await open()
      for (const number of [1, 2, 3]) {
        const owner = `guest ${number}`
        await database.addPerson({ id: owner, at: 1, guest: true })
        const ids = { chat: `c${number}`, question: `q${number}`, answer: `a${number}` }
        await database.streams.begin(answerStart({ ...ids, owner, now: 2 }))
        await database.streams.end(answerEnd(ids.answer, 'text', 3))
      }
      const [first, second] = await Promise.all([database.prune(10), database.prune(10)])
      expect(first.endedSessions + second.endedSessions).toBe(3)
      expect(first.idleGuests + second.idleGuests).toBe(3)
      expect(await database.sql('SELECT id FROM messages')).toEqual([])
    })

    test('pruning deletes stops whose send never came', async () => {
      const database = await open()
      await database.streams.requestCancel({ messageId: 'a1', ownerId: 'ann', createdAt: 1 })
      await database.sql('UPDATE cancel_requests SET created_at = 1')
      await database.prune(2)
      expect(await database.sql('SELECT * FROM cancel_requests')).toEqual([])
    })
  })
}
