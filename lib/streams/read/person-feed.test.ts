import { describe, expect, test } from 'vitest'
import type { SentPersonEvent } from '@/lib/contract/event'
import { personEventSchema } from '@/lib/contract/event-schema'
import { chatOf } from '@/lib/db/chat-view'
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

  test('the feed counts as a follower of each answer', async () => {
    const { manager, start } = streamHarness()
    await start('a')
    const feed = await manager.followPerson('ada')
    await start('b')
    expect(['a', 'b'].map((id) => manager.followersOf(id))).toEqual([1, 1])
    feed.leave()
    expect(['a', 'b'].map((id) => manager.followersOf(id))).toEqual([0, 0])
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
