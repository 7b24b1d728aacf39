import { describe, expect, test, vi } from 'vitest'
import type { SentPersonEvent } from '@/lib/contract/event'
import { personEventSchema } from '@/lib/contract/event-schema'
import { chatOf } from '@/lib/db/chat-view'
import type { ChatNews } from '@/lib/db/chats'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { letStepsPass } from '@/lib/testing/let-steps-pass'
import { createLossyNetwork } from '@/lib/testing/lossy-network'
import { streamHarness } from '@/lib/testing/stream-harness'

function textOf(events: SentPersonEvent[] | undefined, messageId: string) {
  return (events ?? [])
    .map(({ event }) =>
      'chunk' in event && event.messageId === messageId && event.chunk.type === 'text-delta'
        ? event.chunk.delta
        : '',
    )
    .join('')
}

/** What these events tell of, each of which must fit the schema that is told of them. */
function typesOf(events: SentPersonEvent[] | undefined) {
  return (events ?? []).map(({ event: told }) => {
    const event = personEventSchema.parse(told)
    return 'chunk' in event ? event.chunk.type : Object.keys(event)[0]
  })
}

describe('following a person', () => {
  test('R28 the feed brings every answer of the person and nobody else’s, from its start', async () => {
    const { manager, start, clock, addPerson } = streamHarness()
    await addPerson('bob')
    const { provider: first } = await start('a')
    const { provider: foreign } = await start('c', { personId: 'bob' })
    first.say('before ')
    foreign.say('not yours')
    await clock.advance(0)
    const feed = await manager.followPerson('ada')
    const { provider: second } = await start('b')
    first.say('after')
    second.say('new')
    await clock.advance(0)
    const events = await feed.read()
    expect(textOf(events, 'a')).toBe('before after')
    expect(textOf(events, 'b')).toBe('new')
    expect(textOf(events, 'c')).toBe('')
  })

  test('P11 a reading ends after the answer with which it has much text, and the next one brings the rest', async () => {
    const { manager, start, clock } = streamHarness()
    const feed = await manager.followPerson('ada')
    const long = 'word '.repeat(14_000)
    for (const id of ['a', 'b']) (await start(id)).provider.say(long)
    await clock.advance(0)
    const first = await feed.read()
    expect([textOf(first, 'a'), textOf(first, 'b')]).toEqual([long, ''])
    expect(textOf(await feed.read(), 'b')).toBe(long)
  })

  test('the feed counts as a follower of each answer', async () => {
    const { manager, start } = streamHarness()
    await start('a')
    const feed = await manager.followPerson('ada')
    await start('b')
    expect(await Promise.all(['a', 'b'].map((id) => manager.followersOf('ada', id)))).toEqual([
      1, 1,
    ])
    feed.leave()
    expect(await Promise.all(['a', 'b'].map((id) => manager.followersOf('ada', id)))).toEqual([
      0, 0,
    ])
  })

  test('P6 every ID resumes exactly after its event, in every answer', async () => {
    const { manager, start, clock } = streamHarness()
    const { provider: first } = await start('a')
    const { provider: second } = await start('b')
    const feed = await manager.followPerson('ada')
    await feed.read()
    await clock.advance(250)
    first.say('one ')
    second.say('eins ')
    await clock.advance(0)
    const events = (await feed.read()) ?? []
    feed.leave()
    first.say('two')
    second.say('zwei')
    await clock.advance(0)
    expect(events.filter(({ id }) => id !== undefined)).toHaveLength(3)
    for (const [index, { id }] of events.entries()) {
      if (id === undefined) continue
      const resumed = await manager.followPerson('ada', id)
      const seen = events.slice(0, index + 1)
      const rest = await resumed.read()
      expect(textOf(seen, 'a') + textOf(rest, 'a')).toBe('one two')
      expect(textOf(seen, 'b') + textOf(rest, 'b')).toBe('eins zwei')
      resumed.leave()
    }
  })

  test('P6 text alone gets an ID four times a second, and everything else at once', async () => {
    const { manager, start, clock, bus } = streamHarness()
    const { provider } = await start('a')
    provider.say('text')
    await clock.advance(0)
    const feed = await manager.followPerson('ada')
    const hasId = async () => (await feed.read())?.at(-1)?.id !== undefined
    const saysAfter = async (milliseconds: number) => {
      await clock.advance(milliseconds)
      provider.say('more')
      await clock.advance(0)
    }
    expect(await hasId()).toBe(true)
    await saysAfter(100)
    expect(await hasId()).toBe(false)
    await saysAfter(149)
    expect(await hasId()).toBe(false)
    await saysAfter(1)
    expect(await hasId()).toBe(true)
    await saysAfter(10)
    bus.publish('ada', { type: 'chat-deleted', chatId: 'c' })
    expect(await hasId()).toBe(true)
    provider.finish()
    await clock.advance(10)
    expect(await hasId()).toBe(true)
  })

  test('P6 a reader who was away hears the rest and the end of an answer that ended meanwhile', async () => {
    const { manager, start, clock } = streamHarness()
    const { provider } = await start('a')
    const feed = await manager.followPerson('ada')
    provider.say('one ')
    await clock.advance(0)
    const id = (await feed.read())?.at(-1)?.id
    feed.leave()
    provider.say('two')
    provider.finish()
    await clock.advance(1_000)
    const resumed = await manager.followPerson('ada', id)
    const events = await resumed.read()
    expect(textOf(events, 'a')).toBe('two')
    expect(typesOf(events)).toContain('finish')
  })

  test('P6 a reader who was away hears of an answer that began and ended meanwhile', async () => {
    const { manager, start, clock } = streamHarness()
    await start('a')
    const feed = await manager.followPerson('ada')
    const id = (await feed.read())?.at(-1)?.id
    feed.leave()
    const { provider } = await start('b')
    provider.say('all of it')
    provider.finish()
    await clock.advance(1_000)
    const resumed = await manager.followPerson('ada', id)
    expect(textOf(await resumed.read(), 'b')).toBe('all of it')
  })

  test('P7 a slow reader gets a changed chat once, as it is now', async () => {
    const { manager, start, bus, database } = streamHarness()
    await start('a')
    const feed = await manager.followPerson('ada')
    await feed.read()
    const record = await database.chats.find('ada', 'chat-of-a')
    if (!record) throw new Error('no chat')
    for (const title of ['first', 'second']) {
      bus.publish('ada', { type: 'chat-changed', chat: chatOf({ ...record, title }) })
    }
    const events = await feed.read()
    expect(events).toMatchObject([{ event: { chat: { title: 'second' } } }])
    expect(events?.at(-1)?.id).toBeDefined()
    bus.publish('ada', { type: 'chat-deleted', chatId: 'chat-of-a' })
    expect(await feed.read()).toMatchObject([{ event: { chatDeleted: 'chat-of-a' } }])
  })

  test('P6 of chats that are told at once only the last has an ID, whose time covers them all', async () => {
    const { manager, bus } = streamHarness()
    const feed = await manager.followPerson('ada')
    for (const chatId of ['c1', 'c2']) bus.publish('ada', { type: 'chat-deleted', chatId })
    const events = await feed.read()
    expect(events?.map(({ id }) => id !== undefined)).toEqual([false, true])
  })

  describe('a feed on one of several servers', () => {
    /** A feed on one server that hears everything of the other, or nothing but that it is deaf. */
    async function feedAmongServers({ lost }: { lost: 0 | 1 }) {
      const wire = createManualClock()
      const network = createLossyNetwork({
        clock: wire,
        random: () => 0.5,
        log: createLog('silent'),
        faults: { lost, repeated: 0 },
      })
      const here = network.join('here')
      const harness = streamHarness({ bus: here })
      const { manager, database, start } = harness
      await start('a')
      const feed = await manager.followPerson('ada')
      await feed.read()
      const other = network.join('there')
      /** Renames the chat on the other server, where the notice is on its way for a while. */
      const rename = async (title: string) => {
        const chat = await database.chats.update('ada', 'chat-of-a', { title }, harness.clock.now())
        if (!chat) throw new Error('no chat')
        other.publish('ada', { type: 'chat-changed', chat: chatOf(chat) })
        return chat
      }
      /** The titles that the feed tells until it has told this one. */
      const titlesUntil = async (last: string) => {
        const titles: string[] = []
        while (titles.at(-1) !== last) {
          const events = await feed.read()
          if (!events) throw new Error('the feed has ended')
          for (const { event } of events) {
            if ('chat' in event) titles.push(event.chat.title)
          }
        }
        return titles
      }
      return {
        ...harness,
        feed,
        here,
        other,
        rename,
        titlesUntil,
        carry: () => wire.advance(4_000),
      }
    }

    test('P6 the feed tells what another server has changed', async () => {
      const { feed, other, rename, carry } = await feedAmongServers({ lost: 0 })
      await rename('there')
      other.publish('ada', { type: 'stream-started', messageId: 'runs-there' })
      await carry()
      expect(await feed.read()).toMatchObject([{ event: { chat: { title: 'there' } } }])
      other.publish('ada', { type: 'chat-deleted', chatId: 'chat-of-a' })
      await carry()
      expect(await feed.read()).toMatchObject([{ event: { chatDeleted: 'chat-of-a' } }])
    })

    test('P6 a feed that may have missed a notice reads the chats again, until it can', async () => {
      const { rename, carry, titlesUntil, database, clock, logged } = await feedAmongServers({
        lost: 1,
      })
      const reading = vi.spyOn(database.chats, 'newsSince')
      reading.mockRejectedValueOnce(new Error('away'))
      const titles = titlesUntil('missed')
      await rename('missed')
      await carry()
      await vi.waitFor(() =>
        expect(logged).toContainEqual(
          expect.objectContaining({ message: 'reading missed changes failed, trying again' }),
        ),
      )
      await clock.advance(1_000)
      expect(await titles).toEqual(['missed'])
      expect(reading).toHaveBeenCalledTimes(2)
    })

    test('P6 a feed that may have missed a notice tells of a deletion, too', async () => {
      const { feed, other, carry, database, clock } = await feedAmongServers({ lost: 1 })
      await database.chats.delete('ada', 'chat-of-a', clock.now())
      other.publish('ada', { type: 'chat-deleted', chatId: 'chat-of-a' })
      await carry()
      expect(await feed.read()).toMatchObject([{ event: { chatDeleted: 'chat-of-a' } }])
    })

    test('P6 what is heard of a chat while it is read stays, because it is newer', async () => {
      const { feed, here, rename, carry, database } = await feedAmongServers({ lost: 1 })
      const chat = await rename('read')
      const read = Promise.withResolvers<ChatNews>()
      const reading = vi.spyOn(database.chats, 'newsSince').mockReturnValue(read.promise)
      await carry()
      await vi.waitFor(() => expect(reading).toHaveBeenCalled())
      here.publish('ada', { type: 'chat-changed', chat: chatOf({ ...chat, title: 'heard' }) })
      read.resolve({ changed: [chat], deleted: [] })
      await letStepsPass(20)
      expect(await feed.read()).toMatchObject([{ event: { chat: { title: 'heard' } } }])
    })

    test('P11 a feed that is left while it cannot be read leaves nothing behind', async () => {
      const { feed, here, manager, rename, carry, database, clock } = await feedAmongServers({
        lost: 1,
      })
      const pending = clock.pending
      const reading = vi.spyOn(database.chats, 'newsSince')
      reading.mockRejectedValue(new Error('away'))
      await rename('missed')
      await carry()
      await vi.waitFor(() => expect(clock.pending).toBe(pending + 1))
      feed.leave()
      expect(clock.pending).toBe(pending)
      await rename('missed again')
      await carry()
      await letStepsPass(20)
      expect(reading).toHaveBeenCalledTimes(1)
      const stopHearing = vi.fn<() => void>()
      vi.spyOn(here, 'whenDeaf').mockReturnValue(stopHearing)
      const next = await manager.followPerson('ada')
      next.leave()
      expect(stopHearing).toHaveBeenCalledTimes(1)
    })
  })

  test('P6 the ID of an end says that it was told', async () => {
    const { manager, start, clock } = streamHarness()
    const { provider } = await start('a')
    await start('b')
    provider.say('one')
    const feed = await manager.followPerson('ada')
    await manager.cancel('ada', 'a', { reason: 'user' })
    await clock.advance(0)
    const ofFirst = ({ event }: SentPersonEvent) => 'chunk' in event && event.messageId === 'a'
    const events = (await feed.read())?.filter(ofFirst) ?? []
    const typesAfter = async (id: string | undefined) => {
      const again = await manager.followPerson('ada', id)
      const more = (await again.read()) ?? []
      again.leave()
      return typesOf(more.filter(ofFirst))
    }
    expect(typesOf(events).slice(-2)).toEqual(['finish', 'abort'])
    expect(await typesAfter(events.at(-2)?.id)).toEqual(['start', 'finish', 'abort'])
    expect(await typesAfter(events.at(-1)?.id)).toEqual([])
  })

  test('the feed refuses a malformed ID', async () => {
    const { manager } = streamHarness()
    await expect(manager.followPerson('ada', 'nonsense!')).rejects.toMatchObject({
      code: 'bad_request',
      details: { field: 'Last-Event-ID' },
    })
  })

  test('P10 the feed ends when the server shuts down, after the ends of all answers', async () => {
    const { manager, start } = streamHarness()
    await start('a')
    const feed = await manager.followPerson('ada')
    await manager.shutdown(10_000)
    expect(typesOf(await feed.read())).toEqual(['start', 'finish', 'abort'])
    expect(await feed.read()).toBeUndefined()
  })
})
