import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import type { OpenEmpty } from './open-empty'

/** The promises of a store of accounts. */
export function describeAccounts(open: OpenEmpty): void {
  describe('an account', () => {
    test('an account becomes the owner of an installation that has none, though two ask at once', async () => {
      const { accounts } = await open()
      expect(await accounts.hasOwner(undefined)).toBe(false)
      expect(await accounts.makeOwner('nobody')).toBe(false)
      const made = await Promise.all(['ann', 'bob'].map((id) => accounts.makeOwner(id)))
      expect(made.filter(Boolean)).toHaveLength(1)
      expect(await accounts.hasOwner(undefined)).toBe(true)
      const found = await Promise.all(['ann', 'bob'].map((id) => accounts.find(id)))
      expect(found.map((account) => account?.owner)).toEqual(made)
    })

    test('an account takes an address that nobody has, and does not prove it by that', async () => {
      const { accounts } = await open()
      expect(await accounts.isTaken('bob@example.org')).toBe(true)
      expect(await accounts.changeAddress('ann', 'bob@example.org', 1)).toBe(false)
      expect(await accounts.changeAddress('ann', 'new@example.org', 1)).toBe(true)
      expect(await accounts.find('ann')).toMatchObject({
        email: 'new@example.org',
        emailVerified: false,
      })
      expect(await accounts.isTaken('ann@example.org')).toBe(false)
    })

    test('an account is found by a session of its person, with the times of the session', async () => {
      const { accounts, sql } = await open()
      await sql(
        `INSERT INTO sessions (id, user_id, token, expires_at, created_at, updated_at)
        VALUES ('s1', 'ann', 'token', 30, 10, 20)`,
      )
      const person = await accounts.find('ann')
      expect(await accounts.findSession('s1')).toEqual({
        id: 's1',
        person,
        expiresAt: 30,
        usedAt: 20,
      })
      expect(await accounts.findSession('token')).toBeUndefined()
      await accounts.delete('ann')
      expect(await accounts.findSession('s1')).toBeUndefined()
    })

    test('P12 an account is deleted with all that is its person’s, and with nothing of anybody else', async () => {
      const { accounts, streams, messages } = await open()
      for (const owner of ['ann', 'bob']) {
        const ids = { chat: `${owner}s`, question: `q-${owner}`, answer: `a-${owner}` }
        await streams.begin(answerStart({ owner, ...ids }))
        await streams.end(answerEnd(`a-${owner}`, 'text'))
      }
      expect(await accounts.storedBytes('ann')).toBeGreaterThan(0)
      await accounts.delete('ann')
      expect(await accounts.find('ann')).toBeUndefined()
      expect(await accounts.storedBytes('ann')).toBe(0)
      expect(await messages.find('ann', 'a-ann')).toBeUndefined()
      expect(await messages.find('bob', 'a-bob')).toBeDefined()
    })

    test('an account takes over the chats of its guest and the tokens of their day', async () => {
      const { accounts, chats, spending, addPerson } = await open()
      await addPerson({ id: 'gus', guest: true })
      await chats.create({ id: 'c1', ownerId: 'gus', title: '', model: null, settings: {} }, 1)
      await spending.add('2026-11-20', ['gus'], 7)
      await spending.add('2026-11-20', ['ann'], 2)
      await accounts.moveAll('gus', 'ann')
      expect(await chats.find('ann', 'c1')).toBeDefined()
      expect(await chats.count('gus')).toBe(0)
      expect(await spending.of('2026-11-20', 'ann')).toBe(9)
    })
  })

  test('the tokens of a day are added up by payer, also those that are added at once', async () => {
    const { spending } = await open()
    const told = [1, 2, 3, 4].map((tokens) =>
      spending.add('2026-11-20', ['ann', 'everybody'], tokens),
    )
    await Promise.all(told)
    expect(await spending.of('2026-11-20', 'ann')).toBe(10)
    expect(await spending.of('2026-11-20', 'everybody')).toBe(10)
    expect(await spending.of('2026-11-21', 'ann')).toBe(0)
  })

  test('P12 settings are those that their person saved last', async () => {
    const { settings } = await open()
    const standard = await settings.find('ann')
    const saved = { ...standard, keepGoing: !standard.keepGoing }
    await settings.save('ann', saved, 1)
    expect(await settings.find('ann')).toEqual(saved)
    expect(await settings.find('bob')).toEqual(standard)
  })
}
