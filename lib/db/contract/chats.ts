import { describe, expect, test } from 'vitest'
import { answerEnd, answerStart, idsOf } from '@/lib/db/testing/answer-start'
import type { OpenEmpty } from './open-empty'

/** The promises of a store of chats. */
export function describeChats(open: OpenEmpty): void {
  async function openChats() {
    const database = await open()
    const create = (id: string, updatedAt: number, title = id, ownerId = 'ann') =>
      database.chats.create({ id, ownerId, title, model: null, settings: {} }, updatedAt)
    return { ...database, create }
  }

  describe('P12 a chat of somebody else', () => {
    test('the chat is like a missing one: it is not found, listed, changed or deleted', async () => {
      const { chats, create } = await openChats()
      const mine = await create('c1', 1)
      for (const [person, chat] of [
        ['bob', 'c1'],
        ['ann', 'missing'],
      ] as const) {
        expect(await chats.find(person, chat)).toBeUndefined()
        expect(await chats.update(person, chat, { title: 'taken over' }, 9)).toBeUndefined()
        expect(await chats.delete(person, chat, 9)).toBe(false)
      }
      expect(await chats.list('bob', { limit: 10 })).toEqual([])
      expect(await chats.newsSince('bob', 0, 10)).toEqual({ changed: [], deleted: [] })
      expect(await chats.find('ann', 'c1')).toEqual(mine)
    })

    test('the chat keeps its ID', async () => {
      const { chats, create } = await openChats()
      await create('c1', 1)
      expect(await create('c1', 2, 'mine now', 'bob')).toBeUndefined()
      expect(await create('c1', 2, 'twice')).toBeUndefined()
      expect(await chats.find('ann', 'c1')).toMatchObject({ ownerId: 'ann', title: 'c1' })
    })
  })

  test('P12 a title is replaced only where it is still the same, and only in the person’s own chat', async () => {
    const { chats } = await openChats()
    const chat = { ownerId: 'ann', title: 'words', model: null, settings: {} }
    await chats.create({ ...chat, id: 'c1', titleGiven: false }, 1)
    await chats.create({ ...chat, id: 'c2', titleGiven: true }, 1)
    const title = { from: 'words', to: 'A name' }
    expect(await chats.replaceTitle('bob', 'c1', title, 9)).toBeUndefined()
    await chats.update('ann', 'c1', { title: 'Mine' }, 9)
    expect(await chats.replaceTitle('ann', 'c1', title, 9)).toBeUndefined()
    await chats.update('ann', 'c1', { title: 'words' }, 9)
    expect(await chats.replaceTitle('ann', 'c2', title, 9)).toBeUndefined()
    expect(await chats.replaceTitle('ann', 'c1', title, 9)).toMatchObject({ title: 'A name' })
    expect(await chats.search('ann', { words: ['name'], limit: 9 })).toHaveLength(1)
  })

  describe('a list of chats', () => {
    test('the list has the chat first that changed last, whatever the clock said', async () => {
      const { chats, create } = await openChats()
      for (const [id, time] of [
        ['b', 5],
        ['a', 5],
        ['d', 9],
        ['c', 5],
        ['e', 1],
      ] as const) {
        await create(id, time)
      }
      await create('bobs', 99, 'bobs', 'bob')
      const listed = await chats.list('ann', { limit: 10 })
      expect(idsOf(listed)).toEqual(['e', 'c', 'd', 'a', 'b'])
      expect(listed.map(({ updatedAt }) => updatedAt)).toEqual([11, 10, 9, 6, 5])
    })

    test('the list has chats that are made at once in one order, by times of their own', async () => {
      const { chats, create } = await openChats()
      const ids = Array.from({ length: 20 }, (_, index) => `c${index}`)
      await Promise.all(ids.map((id) => create(id, 5)))
      const listed = await chats.list('ann', { limit: 50 })
      expect(new Set(listed.map(({ updatedAt }) => updatedAt)).size).toBe(20)
    })

    test('the list has an answered chat first, also where the clock was set back by a day', async () => {
      const { chats, streams } = await open()
      const day = 86_400_000
      const start = (chat: string, now: number) =>
        streams.begin(answerStart({ chat, question: `q-${chat}`, answer: `a-${chat}`, now }))
      const order = async () => idsOf(await chats.list('ann', { limit: 10 }))
      await start('c1', 2 * day)
      await start('c2', 2 * day + 5)
      expect(await order()).toEqual(['c2', 'c1'])
      await streams.end(answerEnd('a-c1', 'One', day))
      expect(await order()).toEqual(['c1', 'c2'])
      await streams.end(answerEnd('a-c2', 'Two', day + 1))
      expect(await order()).toEqual(['c2', 'c1'])
      // A chat that is first already keeps its time: none is used up.
      const [first] = await chats.list('ann', { limit: 1 })
      expect(first?.updatedAt).toBeLessThanOrEqual(2 * day + 7)
    })

    test('the list shows every chat once, page by page, even where all have the same time', async () => {
      const { chats, create } = await openChats()
      const all = Array.from({ length: 7 }, (_, index) => `c${index}`)
      for (const id of all) await create(id, 5)
      const seen: string[] = []
      let after: { updatedAt: number; id: string } | undefined
      for (let pages = 0; pages < 10; pages += 1) {
        const page = await chats.list('ann', { limit: 2, ...(after && { after }) })
        seen.push(...idsOf(page))
        after = page.at(-1)
        if (!after) break
      }
      expect(seen).toEqual(all.toReversed())
    })

    test('the list has only the pinned chats where those are asked for', async () => {
      const { chats, create } = await openChats()
      for (const id of ['a', 'b', 'c']) await create(id, 1)
      await create('bobs', 1, 'bobs', 'bob')
      await chats.update('ann', 'a', { pinned: true }, 9)
      await chats.update('ann', 'c', { pinned: true }, 9)
      await chats.update('bob', 'bobs', { pinned: true }, 9)
      expect(idsOf(await chats.list('ann', { pinned: true, limit: 10 }))).toEqual(['c', 'a'])
    })

    test('P6 the news has the chats that were active or edited at a time or later', async () => {
      const { chats, create } = await openChats()
      for (const [id, time] of [
        ['a', 1],
        ['b', 2],
        ['c', 3],
      ] as const)
        await create(id, time)
      const changedSince = async (time: number, limit = 10) =>
        idsOf((await chats.newsSince('ann', time, limit)).changed)
      expect(await changedSince(2)).toEqual(['c', 'b'])
      expect(await changedSince(0, 1)).toEqual(['c'])
      await chats.update('ann', 'a', { pinned: true }, 5)
      expect(await changedSince(5)).toEqual(['a'])
      expect(await changedSince(6)).toEqual([])
      await chats.update('ann', 'b', { titleGiven: false }, 6)
      await chats.replaceTitle('ann', 'b', { from: 'b', to: 'A name' }, 7)
      expect(await changedSince(5)).toEqual(['b', 'a'])
      expect(await changedSince(7, 1)).toEqual(['b'])
      // Each once, however much has become of it.
      expect(await changedSince(0)).toEqual(['c', 'b', 'a'])
    })

    test('P6 the news has the chats that their person has deleted, and not those that are back', async () => {
      const { chats, create } = await openChats()
      for (const id of ['a', 'b', 'c']) await create(id, 1)
      for (const [index, id] of ['a', 'b', 'c'].entries()) await chats.delete('ann', id, 5 + index)
      const deletedSince = async (time: number, limit = 10) =>
        (await chats.newsSince('ann', time, limit)).deleted
      expect(await deletedSince(0)).toEqual(['c', 'b', 'a'])
      expect(await deletedSince(6)).toEqual(['c', 'b'])
      expect(await deletedSince(0, 1)).toEqual(['c'])
      expect((await chats.newsSince('bob', 0, 10)).deleted).toEqual([])
      await create('b', 9)
      expect(await deletedSince(0)).toEqual(['c', 'a'])
      await chats.delete('ann', 'b', 10)
      expect(await deletedSince(10)).toEqual(['b'])
    })

    test('R32 the news of a deletion is forgotten after a while', async () => {
      const database = await openChats()
      const { chats, create } = database
      await create('a', 1)
      await chats.delete('ann', 'a', 5)
      await database.prune(5)
      expect((await chats.newsSince('ann', 0, 10)).deleted).toEqual(['a'])
      await database.prune(6)
      expect((await chats.newsSince('ann', 0, 10)).deleted).toEqual([])
    })
  })

  describe('a chat', () => {
    test('a chat names the answer that it streams, and only while it streams', async () => {
      const { chats, streams } = await openChats()
      await streams.begin(answerStart())
      expect(await chats.find('ann', 'c1')).toMatchObject({ activeMessageId: 'a1', leafId: 'a1' })
      await streams.end(answerEnd('a1'))
      expect(await chats.find('ann', 'c1')).toMatchObject({
        activeMessageId: null,
        updatedAt: 2_000,
      })
    })

    test('a chat keeps the fields that a change does not name', async () => {
      const { chats, create } = await openChats()
      const before = await create('c1', 1)
      const settings = { systemPrompt: 'Be brief.', temperature: 0 }
      const changed = await chats.update('ann', 'c1', { pinned: true, settings }, 9)
      expect(changed).toEqual({ ...before, pinned: true, settings, editedAt: 9 })
      expect(await chats.update('ann', 'c1', {}, 9)).toEqual(changed)
    })

    test('a chat takes its messages and sessions with it when it is deleted', async () => {
      const { chats, messages, streams, sql } = await openChats()
      await streams.begin(answerStart())
      await streams.saveChunks([
        { sessionId: 'session-a1', position: 1, part: 0, kind: 'text', text: 'Hel' },
      ])
      expect(await chats.delete('ann', 'c1', 9)).toBe(true)
      expect(await messages.find('ann', 'a1')).toBeUndefined()
      for (const table of ['messages', 'stream_sessions', 'stream_chunks']) {
        expect(await sql(`SELECT * FROM ${table}`)).toEqual([])
      }
    })
  })
}
