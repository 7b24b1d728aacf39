import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { ENDED, formatCursor } from '@/lib/contract/cursor'
import type { AnswerEvent, SentPersonEvent } from '@/lib/contract/event'
import { textOf } from '@/lib/contract/message-text'
import { answerStart } from '@/lib/db/testing/answer-start'
import type { Feed } from '@/lib/platform/feed'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { fromSeed, numbersFromSeed } from '@/lib/platform/testing/from-seed'
import { createLossyNetwork } from '@/lib/testing/lossy-network'
import { serversOfTest } from '@/lib/testing/servers-of-test'
import { streamHarness } from '@/lib/testing/stream-harness'
import { openTestDatabase } from '@/lib/testing/test-database'
import { whileTimePasses } from '@/lib/testing/while-time-passes'

const PERFECT = { lost: 0, repeated: 0 }
const SILENT = { lost: 1, repeated: 0 }

/** Longer than news is on its way, and than it takes to notice that it was lost. */
const SETTLED_MS = 10_000

/** Two servers in one process, with one database and one clock: `owner` runs the answers. */
function twoServers(
  faults: { lost: number; repeated: number },
  {
    random = () => 0.01,
    graceMs = 30_000,
    othersAreDeaf = () => false,
  }: { random?: () => number; graceMs?: number; othersAreDeaf?: () => boolean } = {},
) {
  const clock = createManualClock()
  const file = openTestDatabase()
  const database = { ...file, servers: serversOfTest(file) }
  const network = createLossyNetwork({ clock, random, log: createLog('silent'), faults })
  const join = (serverId: string) =>
    streamHarness({
      shared: { clock, database },
      bus: network.join(serverId),
      othersAreDeaf,
      limits: { maxMs: 300_000, stallMs: 120_000, firstTokenMs: 60_000, graceMs },
    })
  return { clock, database, owner: join('owner'), other: join('other') }
}

/** Reads a feed to its end, or to where it is left, into `events`. */
function readAll<Event>(feed: Feed<Event>): Event[] {
  const events: Event[] = []
  const read = async () => {
    for (;;) {
      const more = await feed.read()
      if (!more) return
      events.push(...more)
    }
  }
  void read()
  return events
}

const textIn = (events: AnswerEvent[]) =>
  events.map(({ chunk }) => (chunk.type === 'text-delta' ? chunk.delta : '')).join('')
const typesIn = (events: AnswerEvent[]) => events.map(({ chunk }) => chunk.type)
const chunksOf = (events: SentPersonEvent[]) =>
  events.flatMap(({ event }) => ('chunk' in event ? event : []))

/** How a third server goes on with the answer. */
const continuation = {
  ownerId: 'ada',
  processId: 'third',
  messageId: 'a',
  model: 'demo/tour',
  leftOut: 0,
  sessionId: 'next',
  monotonicNow: 0,
  most: 10,
}

type Servers = ReturnType<typeof twoServers>

async function follow({ clock, database, other }: Servers, after?: string) {
  const record = await database.streams.findAnswer('a')
  if (!record) throw new Error('there is no answer')
  return whileTimePasses(clock, other.manager.follow(record, after))
}

describe('P6 an answer of another server', () => {
  test('the answer is followed from its start to its end', async () => {
    const servers = twoServers(PERFECT)
    const { clock, owner } = servers
    const { provider } = await owner.start('a')
    provider.say('one ')
    await clock.advance(0)
    const events = readAll(await follow(servers))
    await clock.advance(100)
    expect(textIn(events)).toBe('one ')
    provider.say('two ')
    await clock.advance(100)
    expect(textIn(events)).toBe('one two ')
    provider.say('three')
    provider.finish()
    await clock.advance(1_000)
    expect(textIn(events)).toBe('one two three')
    expect(typesIn(events).at(0)).toBe('start')
    expect(typesIn(events).at(-1)).toBe('finish')
  })

  test('the answer is resumed from any cursor, also from one of its own server', async () => {
    const servers = twoServers(PERFECT)
    const { clock, owner, database } = servers
    const { provider } = await owner.start('a')
    provider.send({ type: 'reasoning-delta', id: 'r', delta: 'hm' })
    provider.say('one ', 'two ')
    await clock.advance(0)
    const record = await database.streams.findAnswer('a')
    if (!record) throw new Error('there is no answer')
    const here = readAll(await owner.manager.follow(record))
    await clock.advance(0)
    const position = owner.manager.snapshot('a')?.parts.length
    expect(position).toBe(2)
    for (let at = 0; at <= 'hm'.length + 'one two '.length + 3; at += 1) {
      const after = formatCursor({ sessionId: 'session-of-a', position: at })
      const feed = await follow(servers, after)
      const events = readAll(feed)
      await clock.advance(100)
      expect(typesIn(events)).not.toContain('data-history-lost')
      expect('one two '.endsWith(textIn(events))).toBe(true)
      feed.leave()
    }
    provider.finish()
    await clock.advance(1_000)
    expect(textIn(here)).toBe('one two ')
  })

  test('a cursor that nobody has given out loses its history, and the answer comes from its start', async () => {
    const servers = twoServers(PERFECT)
    const { clock, owner } = servers
    const { provider } = await owner.start('a')
    provider.say('one ')
    await clock.advance(0)
    const feed = await follow(servers, formatCursor({ sessionId: 'session-of-a', position: 999 }))
    const events = readAll(feed)
    await clock.advance(100)
    expect(typesIn(events)).toContain('data-history-lost')
    expect(textIn(events)).toBe('one ')
    feed.leave()
  })

  test('an answer whose server cannot be heard is followed by what is saved', async () => {
    const servers = twoServers(SILENT)
    const { clock, owner } = servers
    const { provider } = await owner.start('a')
    provider.say('one ')
    await clock.advance(1_000)
    const events = readAll(await follow(servers))
    await clock.advance(3_000)
    expect(textIn(events)).toBe('one ')
    provider.say('two')
    await clock.advance(3_000)
    expect(textIn(events)).toBe('one two')
    provider.finish()
    await clock.advance(3_000)
    expect(typesIn(events).at(-1)).toBe('finish')
  })

  test('a session that was stopped, and whose answer goes on before that is known here, ended by the stop', async () => {
    const servers = twoServers(SILENT)
    const { clock, owner, database } = servers
    const { provider } = await owner.start('a')
    provider.say('one ')
    await clock.advance(1_000)
    const events = readAll(await follow(servers))
    await whileTimePasses(clock, owner.manager.cancel('ada', 'a', { reason: 'user' }))
    await database.streams.beginAgain({ ...continuation, now: clock.now() })
    await clock.advance(SETTLED_MS)
    expect(textIn(events)).toBe('one ')
    expect(JSON.stringify(events)).toContain('"endReason":"user"')
  })

  test('what is lost of the answer is asked for again while it goes on', async () => {
    const servers = twoServers(PERFECT)
    const { clock, owner } = servers
    const { provider } = await owner.start('a')
    const events = readAll(await follow(servers))
    const send = vi.spyOn(owner.bus, 'send').mockImplementation(() => {})
    provider.say('one ')
    await clock.advance(100)
    send.mockRestore()
    provider.say('two')
    await clock.advance(500)
    expect(textIn(events)).toBe('one two')
    provider.finish()
    await clock.advance(1_000)
  })

  test('an answer without news for long is not looked up in the database', async () => {
    const servers = twoServers(PERFECT)
    const { clock, owner, database } = servers
    const { provider } = await owner.start('a')
    const feed = await follow(servers)
    const read = vi.spyOn(database.servers, 'chunksFrom')
    await clock.advance(30_000)
    expect(read).not.toHaveBeenCalled()
    expect(await owner.manager.followersOf('ada', 'a')).toBe(1)
    readAll(feed)
    provider.finish()
    await clock.advance(1_000)
  })

  test('a long answer comes in several messages', async () => {
    const servers = twoServers(PERFECT)
    const { clock, owner } = servers
    const { provider } = await owner.start('a')
    const text = '😀 long '.repeat(60_000)
    provider.say(text)
    await clock.advance(1_000)
    const events = readAll(await follow(servers))
    await clock.advance(1_000)
    expect(textIn(events)).toBe(text)
    provider.finish()
    await clock.advance(1_000)
  })

  test('a snapshot of the answer has its text so far and the cursor that continues it', async () => {
    const { clock, owner, other, database } = twoServers(PERFECT)
    const { provider } = await owner.start('a')
    provider.say('one ')
    await clock.advance(0)
    const record = await database.streams.findAnswer('a')
    if (!record) throw new Error('there is no answer')
    const there = await whileTimePasses(clock, other.manager.snapshotAnywhere(record))
    expect(there).toEqual(owner.manager.snapshot('a'))
    // Nobody has followed it.
    expect(await owner.manager.followersOf('ada', 'a')).toBe(0)
  })

  test.each([
    ['lost, repeated and delayed', { lost: 0.2, repeated: 0.2 }],
    ['mostly lost', { lost: 0.8, repeated: 0.1 }],
  ])(
    'the answer is whole, each character once and in order, with news %s',
    async (name, faults) => {
      const step = fc.oneof(
        fc.record({ say: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }) }),
        fc.record({ think: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }) }),
        fc.record({ wait: fc.integer({ min: 0, max: 3_000 }) }),
        fc.constant('follow' as const),
        fc.constant('come back' as const),
      )
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { maxLength: 12 }),
          fc.boolean(),
          async (steps, isStopped) => {
            const servers = twoServers(faults, {
              random: numbersFromSeed(name + JSON.stringify(steps)),
            })
            const { clock, owner, other, database } = servers
            const { provider } = await owner.start('a')
            /** What each reader has read, each time that they came. */
            const readers: { feed: Feed<AnswerEvent>; visits: AnswerEvent[][] }[] = []
            for (const each of steps) {
              if (each === 'follow') {
                const feed = await follow(servers)
                readers.push({ feed, visits: [readAll(feed)] })
              } else if (each === 'come back') {
                const last = readers.at(-1)
                if (!last) continue
                last.feed.leave()
                last.feed = await follow(servers, last.visits.flat().at(-1)?.cursor)
                last.visits.push(readAll(last.feed))
              } else if ('say' in each) provider.say(each.say)
              else if ('think' in each) {
                provider.send({ type: 'reasoning-delta', id: 'r', delta: each.think })
              } else await clock.advance(each.wait)
              await clock.advance(0)
            }
            const stop = isStopped
              ? other.manager.cancel('ada', 'a', { reason: 'user' })
              : undefined
            if (!stop) provider.finish()
            const stopped = stop && (await whileTimePasses(clock, stop))
            expect(stopped?.outcome).toBe(stop && 'cancelled')
            await clock.advance(SETTLED_MS)
            const record = await database.streams.findAnswer('a')
            for (const { visits } of readers) {
              const types = typesIn(visits.flat())
              // A reader who is told so begins again.
              const events = visits.flat().slice(types.lastIndexOf('data-history-lost') + 1)
              expect(textIn(events)).toBe(textOf(record?.parts ?? []))
              expect(types.filter((type) => type === 'finish')).toHaveLength(1)
            }
            await owner.manager.shutdown(0)
            await other.manager.shutdown(0)
            expect(clock.pending).toBe(0)
          },
        ),
        fromSeed(30),
      )
    },
  )
})

describe('P3 a stop of an answer of another server', () => {
  async function answering(faults: { lost: number; repeated: number }) {
    const servers = twoServers(faults)
    const { provider } = await servers.owner.start('a')
    provider.say('one ', 'two')
    await servers.clock.advance(1_000)
    return { ...servers, provider }
  }

  test('the stop closes the call and keeps the exact text, and the second one says how it ended', async () => {
    const { clock, other, provider } = await answering(PERFECT)
    const stop = () => whileTimePasses(clock, other.manager.cancel('ada', 'a', { reason: 'user' }))
    const [first, second] = await Promise.all([stop(), stop()])
    expect(provider.aborted).toBe(true)
    expect(new Set([first?.outcome, second?.outcome])).toEqual(
      new Set(['already_ended', 'cancelled']),
    )
    expect(first).toMatchObject({ text: 'one two', status: 'cancelled', endReason: 'user' })
    expect(await stop()).toBeUndefined()
  })

  test('a stop whose message is lost is carried out by its mark, and confirmed by the database', async () => {
    const { clock, other, provider } = await answering(SILENT)
    const before = clock.monotonic()
    const outcome = await whileTimePasses(
      clock,
      other.manager.cancel('ada', 'a', { reason: 'user', seenTextLength: 3 }),
    )
    expect(provider.aborted).toBe(true)
    expect(outcome).toMatchObject({ outcome: 'cancelled', text: 'one' })
    expect(clock.monotonic() - before).toBeLessThanOrEqual(3_000)
  })

  test('P2 of a stop at the owner and one whose answer is lost, only the first has cancelled', async () => {
    const { clock, owner, other } = await answering(SILENT)
    const here = owner.manager.cancel('ada', 'a', { reason: 'user' })
    const there = other.manager.cancel('ada', 'a', { reason: 'user' })
    expect((await whileTimePasses(clock, here))?.outcome).toBe('cancelled')
    expect((await whileTimePasses(clock, there))?.outcome).not.toBe('cancelled')
  })

  test('a stop that nobody confirms is unconfirmed, and carried out later', async () => {
    const { clock, database, other, provider } = await answering(SILENT)
    const marks = vi.spyOn(database.servers, 'marksFor').mockRejectedValue(new Error('away'))
    const stop = other.manager.cancel('ada', 'a', { reason: 'user' })
    expect(await whileTimePasses(clock, stop)).toEqual({ outcome: 'unconfirmed', messageId: 'a' })
    expect(provider.aborted).toBe(false)
    marks.mockRestore()
    await clock.advance(2_000)
    expect(provider.aborted).toBe(true)
  })

  test('P13 an answer that is followed here is stopped while the database is away', async () => {
    const servers = await answering(PERFECT)
    const { clock, database, other, provider } = servers
    const feed = await follow(servers)
    database.servers.markCancel = () => Promise.reject(new Error('no database'))
    const answer = { personId: 'ada', messageId: 'a' }
    expect(other.manager.remote?.follows(answer)).toBe(true)
    expect(other.manager.remote?.follows({ ...answer, personId: 'bob' })).toBe(false)
    const stop = other.manager.cancel('ada', 'a', { reason: 'user' })
    expect((await whileTimePasses(clock, stop))?.outcome).toBe('cancelled')
    expect(provider.aborted).toBe(true)
    feed.leave()
  })

  test('the sentence ends first where the stop says so, and a stop at once is stronger', async () => {
    const { clock, other, provider } = await answering(PERFECT)
    const stop = (mode: 'now' | 'sentence') =>
      whileTimePasses(
        clock,
        other.manager.remote?.stop({ personId: 'ada', messageId: 'a' }, { reason: 'user', mode }) ??
          Promise.reject(new Error('alone')),
      )
    expect((await stop('sentence'))?.outcome).toBe('finishing')
    expect(provider.aborted).toBe(false)
    expect((await stop('now'))?.outcome).toBe('cancelled')
  })

  test('a stop of another session, or by somebody else, ends nothing', async () => {
    const { clock, other, provider } = await answering(PERFECT)
    const stop = (answer: { personId: string; sessionId?: string }) =>
      whileTimePasses(
        clock,
        other.manager.remote?.stop({ messageId: 'a', ...answer }, { reason: 'user' }) ??
          Promise.reject(new Error('alone')),
      )
    expect(await stop({ personId: 'bob' })).toBeUndefined()
    expect(await stop({ personId: 'ada', sessionId: 'older' })).toBeUndefined()
    expect(provider.aborted).toBe(false)
  })

  test('a stop of everything ends the answers of both servers', async () => {
    const { clock, owner, other } = await answering(PERFECT)
    await owner.start('b')
    await other.start('c')
    const all = other.manager.cancelAll({ personId: 'ada' }, 'user')
    const { cancelled } = await whileTimePasses(clock, all)
    expect(cancelled.toSorted()).toEqual(['a', 'b', 'c'])
    const some = owner.manager.cancelAll({ personId: 'ada', chatId: 'chat-of-a' }, 'deleted')
    expect(await whileTimePasses(clock, some)).toEqual({ cancelled: [], unconfirmed: [] })
  })
})

describe('R5 P8 the followers of an answer', () => {
  test('an answer counts the other servers that have readers, and lists what they see', async () => {
    const servers = twoServers(PERFECT)
    const { clock, owner, other } = servers
    const { provider } = await owner.start('a')
    provider.say('one')
    await clock.advance(0)
    const [first, second] = [await follow(servers), await follow(servers)]
    await clock.advance(100)
    const followers = () => whileTimePasses(clock, other.manager.followersOf('ada', 'a'))
    expect(await followers()).toBe(1)
    const list = await whileTimePasses(clock, other.manager.list('ada'))
    expect(list).toEqual(await owner.manager.list('ada'))
    first.leave()
    await clock.advance(100)
    expect(await followers()).toBe(1)
    second.leave()
    await clock.advance(100)
    expect(await followers()).toBe(0)
  })

  test('a server that has gone without a word is forgotten, and the answer is left', async () => {
    const servers = twoServers(PERFECT)
    const { clock, owner, other } = servers
    const { provider } = await owner.start('a')
    provider.say('one')
    await clock.advance(0)
    await follow(servers)
    await clock.advance(20_000)
    expect(await owner.manager.followersOf('ada', 'a')).toBe(1)
    other.bus.send = () => {}
    await clock.advance(13_000)
    expect(await owner.manager.followersOf('ada', 'a')).toBe(0)
  })

  test('a server that does not answer is listed as far as the database knows', async () => {
    const { clock, owner, other } = twoServers(SILENT)
    await owner.start('a')
    const list = await whileTimePasses(clock, other.manager.list('ada'))
    expect(list).toMatchObject([{ messageId: 'a', sessionId: 'session-of-a', followers: 0 }])
  })
})

describe('R28 everything of a person on another server', () => {
  test('the feed brings answers that run there before and after it began, and each end once', async () => {
    const { clock, owner, other } = twoServers(PERFECT)
    const { provider: first } = await owner.start('a')
    first.say('one ')
    await clock.advance(0)
    const feed = await whileTimePasses(clock, other.manager.followPerson('ada'))
    const events = readAll(feed)
    const { provider: second } = await owner.start('b')
    second.say('eins')
    first.say('two')
    await clock.advance(2_000)
    const textOfAnswer = (id: string) =>
      textIn(chunksOf(events).filter(({ messageId }) => messageId === id))
    expect(textOfAnswer('a')).toBe('one two')
    expect(textOfAnswer('b')).toBe('eins')
    first.finish()
    await clock.advance(2_000)
    const ends = () => chunksOf(events).filter(({ chunk }) => chunk.type === 'finish')
    expect(ends()).toHaveLength(1)
    const id = events.findLast((event) => event.id !== undefined)?.id ?? ''
    expect(id).toContain(formatCursor({ sessionId: 'session-of-a', position: ENDED }))
    feed.leave()
    const again = await whileTimePasses(clock, other.manager.followPerson('ada', id))
    const later = readAll(again)
    await clock.advance(2_000)
    expect(chunksOf(later).map(({ messageId }) => messageId)).not.toContain('a')
    again.leave()
  })

  test('a feed that was deaf brings what began and what ended meanwhile', async () => {
    const { clock, owner, other } = twoServers(
      { lost: 0.7, repeated: 0 },
      { random: numbersFromSeed('deaf') },
    )
    const feed = await whileTimePasses(clock, other.manager.followPerson('ada'))
    const events = readAll(feed)
    for (const id of ['a', 'b', 'c', 'd']) {
      const { provider } = await owner.start(id)
      provider.say(`text of ${id}`)
      await clock.advance(500)
      if (id !== 'd') provider.finish()
      await clock.advance(3_000)
    }
    await clock.advance(SETTLED_MS)
    for (const id of ['a', 'b', 'c', 'd']) {
      const told = chunksOf(events).filter(({ messageId }) => messageId === id)
      expect(textIn(told)).toBe(`text of ${id}`)
      expect(told.filter(({ chunk }) => chunk.type === 'finish')).toHaveLength(id === 'd' ? 0 : 1)
    }
    feed.leave()
  })
})

describe('P9 a session of which its server knows nothing', () => {
  test('the session is interrupted, once nothing of it runs or opens there', async () => {
    const { clock, database, owner } = twoServers(PERFECT)
    await owner.start('runs')
    const start = answerStart({ owner: 'ada' })
    await database.streams.begin({ ...start, processId: owner.bus.serverId })
    await clock.advance(0)
    await owner.manager.catchUp()
    expect(await database.streams.findAnswer('a1')).toMatchObject({ status: 'interrupted' })
    expect(await database.streams.findAnswer('runs')).toMatchObject({ status: 'active' })
  })
})

describe('P8 followers at another server', () => {
  /** An answer that streams for long and is followed at the other server only, with a grace of 0. */
  async function followedElsewhere() {
    const servers = twoServers(PERFECT, { graceMs: 0 })
    const { clock, owner } = servers
    const { provider } = await owner.start('a')
    provider.say('one ')
    await clock.advance(0)
    const feed = await follow(servers)
    await clock.advance(1_000)
    return { ...servers, provider, feed }
  }

  test('the answer goes on while its server does not hear the others, and for a while after that', async () => {
    const { clock, owner, other, feed } = await followedElsewhere()
    const isDeaf = vi.spyOn(owner.bus, 'isDeaf', 'get').mockReturnValue(true)
    const send = vi.spyOn(other.bus, 'send').mockImplementation(() => {})
    await clock.advance(60_000)
    expect(owner.endReasons).toEqual([])
    isDeaf.mockReturnValue(false)
    send.mockRestore()
    await clock.advance(20_000)
    expect(owner.endReasons).toEqual([])
    feed.leave()
    await clock.advance(1_000)
    expect(owner.endReasons).toEqual(['disconnect'])
  })

  test('the answer goes on while another server says that it hears nothing', async () => {
    let othersAreDeaf = false
    const servers = twoServers(PERFECT, { graceMs: 0, othersAreDeaf: () => othersAreDeaf })
    const { clock, owner, other } = servers
    const { provider } = await owner.start('a')
    provider.say('one ')
    await clock.advance(0)
    othersAreDeaf = true
    const send = vi.spyOn(other.bus, 'send').mockImplementation(() => {})
    const feed = await follow(servers)
    await clock.advance(60_000)
    expect(owner.endReasons).toEqual([])
    othersAreDeaf = false
    send.mockRestore()
    await clock.advance(20_000)
    expect(owner.endReasons).toEqual([])
    feed.leave()
    await clock.advance(1_000)
    expect(owner.endReasons).toEqual(['disconnect'])
  })

  test('P10 the answer waits for readers whom a server that drains has sent on', async () => {
    const { clock, owner, other, feed } = await followedElsewhere()
    other.manager.sendFollowersOn()
    feed.leave()
    await clock.advance(3_000)
    expect(owner.endReasons).toEqual([])
    await clock.advance(20_000)
    expect(owner.endReasons).toEqual(['disconnect'])
  })

  test('R20 an answer whose server says nothing may be followed there', async () => {
    const servers = twoServers(SILENT)
    await servers.owner.start('a')
    const { clock, other } = servers
    const counted = whileTimePasses(clock, other.manager.followersOf('ada', 'a'))
    expect(await counted).toBe(1)
  })
})

describe('P6 everything of a person, where an answer of another server ends meanwhile', () => {
  test('an answer that ends while it is being looked up is told with its end', async () => {
    const { clock, database, owner, other } = twoServers(PERFECT)
    const feed = await whileTimePasses(clock, other.manager.followPerson('ada'))
    const events = readAll(feed)
    const { provider } = await owner.start('a')
    vi.spyOn(database.servers, 'runningOf').mockImplementationOnce(async () => {
      provider.finish()
      return undefined
    })
    await clock.advance(SETTLED_MS)
    expect(chunksOf(events).map(({ chunk }) => chunk.type)).toContain('finish')
  })

  test('an answer that cannot be looked up is told as soon as it can be', async () => {
    const { clock, database, owner, other } = twoServers(PERFECT)
    const feed = await whileTimePasses(clock, other.manager.followPerson('ada'))
    const events = readAll(feed)
    vi.spyOn(database.streams, 'findAnswer').mockRejectedValueOnce(new Error('away'))
    const { provider } = await owner.start('a')
    provider.say('one')
    await clock.advance(SETTLED_MS)
    expect(chunksOf(events).map(({ chunk }) => chunk.type)).toContain('text-delta')
  })
})

describe('P3 a stop of an answer that is followed here', () => {
  async function followedHere() {
    const servers = twoServers(PERFECT)
    const { provider } = await servers.owner.start('a')
    provider.say('one ')
    await servers.clock.advance(0)
    readAll(await follow(servers))
    await servers.clock.advance(100)
    return servers
  }

  test('P13 a stop of all answers reaches the answer in its step, while the database is away', async () => {
    const { clock, owner, other, database } = await followedHere()
    const selection = { personId: 'ada' }
    expect(other.manager.messagesHere(selection)).toEqual(new Set(['a']))
    vi.spyOn(database.servers, 'runningOfPerson').mockRejectedValue(new Error('away'))
    await expect(other.manager.cancelAll(selection, 'user')).rejects.toThrow('away')
    await clock.advance(1_000)
    expect(owner.endReasons).toEqual(['user'])
  })

  test('the stop is confirmed by the server of the answer while the mark cannot be written', async () => {
    const { clock, other, database } = await followedHere()
    vi.spyOn(database.servers, 'markCancel').mockReturnValue(new Promise(() => {}))
    const stopping = other.manager.cancel('ada', 'a', { reason: 'user' })
    expect(await whileTimePasses(clock, stopping)).toMatchObject({ outcome: 'cancelled' })
    expect(clock.monotonic()).toBeLessThan(1_700_000_003_000)
  })
})
