import { describe, expect, test } from 'vitest'
import { addSpending } from '@/lib/db/testing/add-spending'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { apiKey } from '@/lib/db/testing/api-key'
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

    test('P12 sessions and keys are good until they are deleted, or a session is over', async () => {
      const { accounts, keys, sql } = await open()
      await sql(
        `INSERT INTO sessions (id, user_id, token, expires_at, created_at, updated_at)
        VALUES ('s1', 'ann', 'token 1', 30, 10, 20), ('s2', 'ann', 'token 2', 90, 10, 20)`,
      )
      await keys.create(apiKey('k1'), 5)
      await keys.create(apiKey('k2'), 5)
      const ids = ['s1', 's2', 'k1', 'k2', 'token 1', 'nobody’s']
      expect(await accounts.goodCredentials(ids, 29)).toEqual(new Set(['s1', 's2', 'k1', 'k2']))
      await keys.delete('ann', 'k1')
      expect(await accounts.goodCredentials(ids, 30)).toEqual(new Set(['s2', 'k2']))
      expect(await accounts.goodCredentials(['s1', 'k2'], 0)).toEqual(new Set(['s1', 'k2']))
      expect(await accounts.goodCredentials([], 0)).toEqual(new Set())
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
      await addSpending(spending, '2026-11-20', ['gus'], 7)
      await addSpending(spending, '2026-11-20', ['ann'], 2)
      for (let moves = 0; moves < 2; moves += 1) await accounts.moveAll('gus', 'ann')
      await accounts.endMovedGuest('gus', 'ann')
      expect(await chats.find('ann', 'c1')).toBeDefined()
      expect(await chats.count('gus')).toBe(0)
      expect(await spending.of('2026-11-20', 'ann')).toBe(9)
    })

    test('an account takes over the settings of its guest only where it has none', async () => {
      const { accounts, settings, addPerson } = await open()
      const saved = (model: string) => ({ model, settings: {}, keepGoing: true })
      for (const [guest, account] of [
        ['gus', 'ann'],
        ['gil', 'bob'],
      ] as const) {
        await addPerson({ id: guest, guest: true })
        await settings.save(guest, saved('of the guest'), 1)
        if (account === 'bob') await settings.save(account, saved('of the account'), 1)
        await accounts.moveAll(guest, account)
      }
      expect(await settings.find('ann')).toEqual(saved('of the guest'))
      expect(await settings.find('bob')).toEqual(saved('of the account'))
    })

    test('P4 an account takes over the waiting stops of its guest, also one that it left itself', async () => {
      const { accounts, streams, addPerson } = await open()
      await addPerson({ id: 'gus', guest: true })
      for (const [ownerId, messageId] of [
        ['gus', 'a1'],
        ['gus', 'a2'],
        ['ann', 'a2'],
      ] as const) {
        await streams.requestCancel({ messageId, ownerId, createdAt: 1_000 })
      }
      await accounts.moveAll('gus', 'ann')
      for (const number of [1, 2]) {
        const ids = { chat: `c${number}`, question: `q${number}`, answer: `a${number}` }
        const started = await streams.begin(answerStart(ids))
        expect(started).toMatchObject({ answer: { status: 'cancelled' } })
      }
    })

    test('P12 an account takes over no key of its guest', async () => {
      const { accounts, keys, addPerson } = await open()
      await addPerson({ id: 'gus', guest: true })
      await keys.create(apiKey('k1', { ownerId: 'gus' }), 5)
      await accounts.moveAll('gus', 'ann')
      expect(await keys.list('ann')).toEqual([])
    })

    test('P12 a guest is deleted once all chats have moved, and the sessions and keys are named that end', async () => {
      const { accounts, keys, streams, sql, addPerson } = await open()
      await addPerson({ id: 'gus', guest: true })
      await keys.create(apiKey('k1', { ownerId: 'gus' }), 5)
      await sql(
        `INSERT INTO sessions (id, user_id, token, expires_at, created_at, updated_at)
        VALUES ('s1', 'gus', 'token 1', 30, 10, 20)`,
      )
      await accounts.moveAll('gus', 'ann')
      await streams.begin(answerStart({ owner: 'gus' }))
      expect(await accounts.endMovedGuest('gus', 'ann')).toBeUndefined()
      expect(await accounts.find('gus')).toBeDefined()
      await accounts.moveAll('gus', 'ann')
      expect((await accounts.endMovedGuest('gus', 'ann'))?.toSorted()).toEqual(['k1', 's1'])
      expect(await accounts.find('gus')).toBeUndefined()
      expect(await streams.findAnswer('a1')).toMatchObject({ ownerId: 'ann', status: 'active' })
      const late = answerStart({ owner: 'gus', chat: 'c2', question: 'q2', answer: 'a2' })
      expect(await streams.begin(late)).toEqual({ outcome: 'gone' })
    })

    test('P12 an account names the sessions and keys that end when it is deleted', async () => {
      const { accounts, keys, sql } = await open()
      await sql(
        `INSERT INTO sessions (id, user_id, token, expires_at, created_at, updated_at)
        VALUES ('s1', 'ann', 'token 1', 30, 10, 20), ('s2', 'bob', 'token 2', 30, 10, 20)`,
      )
      for (const ownerId of ['ann', 'bob']) {
        await keys.create(apiKey(`key of ${ownerId}`, { ownerId }), 5)
      }
      expect((await accounts.delete('ann')).toSorted()).toEqual(['key of ann', 's1'])
      expect(await keys.list('bob')).toHaveLength(1)
      expect(await accounts.delete('ann')).toEqual([])
    })
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
