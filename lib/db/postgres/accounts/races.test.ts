import { describe, expect, inject, test } from 'vitest'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { apiKey } from '@/lib/db/testing/api-key'
import { openTwoServers } from '@/lib/db/testing/races'

describe.skipIf(inject('postgresUrl') === '')('two servers on one database', () => {
  test('two servers make one owner, though two people ask at once', async () => {
    const { here, there, race } = await openTwoServers()
    await race(async (together) => {
      await here.sql(`UPDATE users SET role = 'user'`)
      const made = await together(
        () => here.accounts.makeOwner('ann'),
        () => there.accounts.makeOwner('bob'),
      )
      expect(made.filter(Boolean)).toHaveLength(1)
      const owners = await here.sql(`SELECT id FROM users WHERE role = 'admin'`)
      expect(owners).toEqual([{ id: made[0] ? 'ann' : 'bob' }])
    })
  })

  test('two servers give an address to one account, though two take it at once', async () => {
    const { here, there, race } = await openTwoServers()
    await race(async (together, { run }) => {
      const its = (name: string) => `${name}-${run}`
      const email = `${its('new')}@example.org`
      const taken = await together(
        () => here.accounts.changeAddress('ann', email, 1),
        () => there.accounts.changeAddress('bob', email, 1),
      )
      expect(taken.filter(Boolean)).toHaveLength(1)
    })
  })

  test('P11 two servers make no more keys than a person may have', async () => {
    const { here, there, race } = await openTwoServers()
    await race(async (together, { run }) => {
      const its = (name: string) => `${name}-${run}`
      const ownerId = its('person')
      await here.addPerson({ id: ownerId })
      const key = (name: string) => apiKey(its(name), { ownerId })
      await here.keys.create(key('first'), 2)
      const made = await together(
        () => here.keys.create(key('second'), 2),
        () => there.keys.create(key('third'), 2),
      )
      expect(made.filter(Boolean)).toHaveLength(1)
      expect(await here.keys.list(ownerId)).toHaveLength(2)
    })
  })

  test('P12 two servers end every key and session that is made while their person is deleted', async () => {
    const { here, there, race } = await openTwoServers()
    await race(async (together, { run }) => {
      const its = (name: string) => `${name}-${run}`
      const ownerId = its('person')
      await here.addPerson({ id: ownerId })
      const isMade = (work: Promise<unknown>) =>
        work.then(
          () => true,
          () => false,
        )
      const [made, ended] = await together(
        () =>
          Promise.all([
            isMade(here.keys.create(apiKey(its('key'), { ownerId }), 5)),
            isMade(
              here.sql(
                `INSERT INTO sessions (id, user_id, token, expires_at, created_at, updated_at)
                 VALUES (?, ?, ?, 1, 1, 1)`,
                its('session'),
                ownerId,
                its('token'),
              ),
            ),
          ]),
        () => there.accounts.delete(ownerId),
      )
      expect(ended.toSorted()).toEqual(['key', 'session'].filter((_, at) => made[at]).map(its))
      expect(await here.sql('SELECT id FROM users WHERE id = ?', ownerId)).toEqual([])
    })
  })

  test('P12 two servers leave each chat with one owner, though a guest sends while all of theirs moves', async () => {
    const { here, there, race } = await openTwoServers()
    await race(async (together, { run }) => {
      const its = (name: string) => `${name}-${run}`
      const [guest, account] = [its('guest'), its('account')]
      await here.addPerson({ id: guest, guest: true })
      await here.addPerson({ id: account })
      const ids = (name: string) => ({ question: its(`q${name}`), answer: its(`a${name}`) })
      const chat = its('chat')
      await here.streams.begin(answerStart({ owner: guest, chat, ...ids('1') }))
      await here.streams.end({ ...answerEnd(its('a1'), 'some text') })
      const next = answerStart({ owner: guest, chat, ...ids('2'), parent: its('a1') })
      const [sent] = await together(
        () => here.streams.begin({ ...next, chat: { ...next.chat, known: true } }),
        () => there.accounts.moveAll(guest, account),
      )
      if (sent.outcome === 'started') {
        await here.streams.end(answerEnd(its('a2'), 'more text'))
      }
      for (const table of ['messages', 'stream_sessions', 'search_texts']) {
        const owners = await here.sql(
          `SELECT DISTINCT owner_id FROM ${table} WHERE chat_id = ?`,
          chat,
        )
        expect(owners).toEqual([{ owner_id: account }])
      }
      const [taken] = await here.sql<{ bytes: number }>(
        'SELECT sum(octet_length(parts::text) + 512) AS bytes FROM messages WHERE owner_id = ?',
        account,
      )
      expect(await here.accounts.storedBytes(account)).toBe(taken?.bytes)
      expect(await here.accounts.storedBytes(guest)).toBe(0)
    })
  })

  test('P12 two servers lose no chat that a guest begins while all of theirs moves', async () => {
    const { here, there, race } = await openTwoServers()
    await race(async (together, { run, first }) => {
      const [guest, account] = [`guest-${run}`, `account-${run}`]
      await here.addPerson({ id: guest, guest: true })
      await here.addPerson({ id: account })
      const [{ outcome }] = await together(
        () => here.streams.begin(answerStart({ owner: guest, ...first })),
        async () => {
          do await there.accounts.moveAll(guest, account)
          while (!(await there.accounts.endMovedGuest(guest, account)))
        },
      )
      const answer = await here.streams.findAnswer(first.answer)
      const owner = outcome === 'gone' ? undefined : account
      expect(answer?.ownerId).toBe(owner)
    })
  })

  test('P2 two servers end an answer once and delete its person, in whatever order', async () => {
    const { here, there, race } = await openTwoServers()
    await race(async (together, { run }) => {
      const its = (name: string) => `${name}-${run}`
      const owner = its('person')
      await here.addPerson({ id: owner })
      const ids = { chat: its('chat'), question: its('question'), answer: its('answer') }
      await here.streams.begin(answerStart({ owner, ...ids }))
      const [outcome] = await together(
        () => here.streams.end(answerEnd(ids.answer, 'some text')),
        () => there.accounts.delete(owner),
      )
      expect(['won', 'lost']).toContain(outcome)
      expect(await here.sql('SELECT id FROM messages WHERE owner_id = ?', owner)).toEqual([])
    })
  })

  test('R32 two servers prune each session and guest once', async () => {
    const { here, there, race } = await openTwoServers()
    await race(async (together, { run }) => {
      const its = (name: string) => `${name}-${run}`
      const owner = its('guest')
      await here.addPerson({ id: owner, at: 1, guest: true })
      const ids = { chat: its('chat'), question: its('question'), answer: its('answer') }
      await here.streams.begin(answerStart({ owner, ...ids, now: 2 }))
      await here.streams.end(answerEnd(ids.answer, 'some text', 3))
      const [first, second] = await together(
        () => here.prune(10),
        () => there.prune(10),
      )
      expect(first.endedSessions + second.endedSessions).toBe(1)
      expect(first.idleGuests + second.idleGuests).toBe(1)
    })
  })

  test('R32 two servers keep a guest who sends while they are pruned, or send nothing', async () => {
    const { here, there, race } = await openTwoServers()
    await race(async (together, { run }) => {
      const its = (name: string) => `${name}-${run}`
      const owner = its('guest')
      await here.addPerson({ id: owner, at: 1, guest: true })
      const ids = { chat: its('chat'), question: its('question'), answer: its('answer') }
      const [sent, { idleGuests }] = await together(
        () => here.streams.begin(answerStart({ owner, ...ids, now: 20 })),
        () => there.prune(10),
      )
      const isSent = sent.outcome === 'started'
      expect(idleGuests).toBe(isSent ? 0 : 1)
      const found = await here.accounts.find(owner)
      const answer = await here.streams.findAnswer(ids.answer)
      expect([found !== undefined, answer !== undefined]).toEqual([isSent, isSent])
    })
  })
})
