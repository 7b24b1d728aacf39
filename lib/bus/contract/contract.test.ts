import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { RedisServer, redisProgram } from '@/e2e/harness/server/redis-server'
import type { Broadcast, Bus, Notice, ServerMessage } from '@/lib/bus/bus'
import { createInProcessBus } from '@/lib/bus/in-process-bus'
import { RedisBus } from '@/lib/bus/redis/redis-bus'
import { systemClock } from '@/lib/platform/clock'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { numbersFromSeed } from '@/lib/platform/testing/from-seed'
import { connectToRedis } from '@/lib/redis/connect-to-redis'
import { createLossyNetwork } from '@/lib/testing/lossy-network'
import { everyBroadcast, everyMessage, everyNotice } from '@/lib/testing/news'

type News = Notice | ServerMessage | Broadcast

/** The servers of one installation, each of which hears what is published from its beginning on. */
type Servers = {
  join(serverId: string): Promise<Bus>
  /** Resolves once everything that was sent has come, or is known to be missing. */
  settle(): Promise<void>
}

const log = createLog('silent')
const createListener = () => vi.fn<(news: News) => void>()

let redisServer: RedisServer | undefined
beforeAll(async () => {
  if (redisProgram !== undefined) redisServer = await RedisServer.start()
})
afterAll(() => redisServer?.end())

function serverAlone(): Servers {
  return {
    join: async (serverId) => createInProcessBus({ serverId, log }),
    settle: async () => {},
  }
}

function serversByRedis(): Servers {
  const buses: Bus[] = []
  const settled = createListener()
  return {
    async join(serverId) {
      const redis = connectToRedis(redisServer?.url ?? '', log)
      const bus = new RedisBus({ serverId, redis, clock: systemClock, log })
      onTestFinished(() => {
        bus.close()
        redis.close()
      })
      bus.subscribe('settling', settled)
      await new Promise((resolve) => bus.whenDeaf(resolve))
      buses.push(bus)
      return bus
    },
    async settle() {
      settled.mockClear()
      for (const bus of buses) bus.publish('settling', everyNotice['person-deleted'])
      await vi.waitFor(() => expect(settled).toHaveBeenCalledTimes(buses.length ** 2))
    },
  }
}

function serversThatMishear(): Servers {
  const clock = createManualClock()
  const network = createLossyNetwork({ clock, random: numbersFromSeed('a lossy network'), log })
  return {
    join: async (serverId) => network.join(serverId),
    settle: () => clock.advance(4_000),
  }
}

const redis = { name: 'the bus by Redis', servers: serversByRedis, loses: false }
const lossy = { name: 'a bus that loses', servers: serversThatMishear, loses: true }
const connected = redisProgram === undefined ? [lossy] : [redis, lossy]
const every = [{ name: 'the bus in one process', servers: serverAlone }, ...connected]

describe.each(every)('$name, on one server', ({ servers }) => {
  test('a notice is heard at once by all who listen to its person here, and by nobody else', async () => {
    const bus = await servers().join('one')
    const [first, second, other] = [createListener(), createListener(), createListener()]
    bus.subscribe('ann', first)
    bus.subscribe('ann', second)
    bus.subscribe('bob', other)
    bus.publish('ann', everyNotice['chat-changed'])
    for (const listener of [first, second]) {
      expect(listener.mock.calls).toEqual([[everyNotice['chat-changed']]])
    }
    expect(other).not.toHaveBeenCalled()
  })

  test('a listener that has left hears nothing, and leaves nobody else out', async () => {
    const bus = await servers().join('one')
    const [first, second] = [createListener(), createListener()]
    const leave = bus.subscribe('ann', first)
    leave()
    bus.subscribe('ann', second)
    leave()
    bus.publish('ann', everyNotice['chat-deleted'])
    expect(first).not.toHaveBeenCalled()
    expect(second).toHaveBeenCalledTimes(1)
  })

  test('a listener that throws keeps a notice from nobody, and its publisher goes on', async () => {
    const bus = await servers().join('one')
    const heard = createListener()
    bus.subscribe('ann', () => {
      throw new Error('no')
    })
    bus.subscribe('ann', heard)
    bus.publish('ann', everyNotice['chat-deleted'])
    expect(heard).toHaveBeenCalledTimes(1)
  })

  test('a server hears at once what it sends to itself and to all, and nothing that it sends to others', async () => {
    const bus = await servers().join('one')
    const heard = createListener()
    const stop = bus.receive(heard)
    bus.send('one', everyMessage['cancel-requested'])
    bus.broadcast(everyBroadcast['guest-moved'])
    bus.send('nobody', everyMessage['cancel-answered'])
    expect(heard.mock.calls).toEqual([
      [everyMessage['cancel-requested']],
      [everyBroadcast['guest-moved']],
    ])
    stop()
    bus.broadcast(everyBroadcast['guest-moved'])
    expect(heard).toHaveBeenCalledTimes(2)
  })
})

/**
 * What came of what was sent. Where it is part of that, in its order, perhaps repeated, and the server knows
 * that some is missing, that counts as everything.
 */
function withWhatIsMissing(heard: readonly News[], sent: readonly News[], isTold: boolean) {
  const isAmong = (news: News, others: readonly News[]) =>
    others.some((other) => isDeepStrictEqual(news, other))
  const came = heard.filter((news, index) => !isDeepStrictEqual(news, heard[index - 1]))
  const kept = sent.filter((news) => isAmong(news, came))
  const isKnown = kept.length === sent.length || isTold
  return isKnown && isDeepStrictEqual(came, kept) ? sent : heard
}

describe.each(connected)('$name, between servers', ({ servers, loses }) => {
  /** Two servers, of which the second may be told that it has missed something. */
  async function two() {
    const all = servers()
    const [one, other] = [await all.join('one'), await all.join('other')]
    const deaf = vi.fn<(deafFor: number) => void>()
    other.whenDeaf(deaf)
    /** What the second server has heard, or has been told that it may have missed. */
    const known = async (heard: readonly News[], sent: readonly News[]) => {
      const come = () =>
        loses ? withWhatIsMissing(heard, sent, deaf.mock.calls.length > 0) : heard
      await all.settle()
      await vi.waitFor(() => expect(come()).toEqual(sent))
      await all.settle()
      return come()
    }
    return { one, other, known, settle: () => all.settle() }
  }

  test('a notice of any kind comes as it was published', async () => {
    const { one, other, known } = await two()
    const heard: Notice[] = []
    other.subscribe('ann', (notice) => heard.push(notice))
    await other.subscribed('ann')
    const sent = Object.values(everyNotice)
    for (const notice of sent) one.publish('ann', notice)
    expect(await known(heard, sent)).toEqual(sent)
  })

  test('a message of any kind comes as it was sent, to its server alone', async () => {
    const { one, other, known } = await two()
    const heard: News[] = []
    const elsewhere = createListener()
    other.receive((message) => heard.push(message))
    one.receive(elsewhere)
    const sent = Object.values(everyMessage)
    for (const message of sent) one.send('other', message)
    expect(await known(heard, sent)).toEqual(sent)
    expect(elsewhere).not.toHaveBeenCalled()
  })

  test('a broadcast of any kind comes as it was sent', async () => {
    const { one, other, known } = await two()
    const heard: News[] = []
    other.receive((message) => heard.push(message))
    const sent = Object.values(everyBroadcast)
    for (const message of sent) one.broadcast(message)
    expect(await known(heard, sent)).toEqual(sent)
  })

  test('a notice is told to nobody who listens to somebody else, or has left', async () => {
    const { one, other, settle } = await two()
    const [stranger, gone] = [createListener(), createListener()]
    other.subscribe('bob', stranger)
    const leave = other.subscribe('ann', gone)
    await Promise.all([other.subscribed('ann'), other.subscribed('bob')])
    leave()
    for (let count = 0; count < 20; count += 1) one.publish('ann', everyNotice['chat-deleted'])
    await settle()
    expect(stranger).not.toHaveBeenCalled()
    expect(gone).not.toHaveBeenCalled()
  })

  test('many notices for one person come in the order of their server', async () => {
    const { one, other, known } = await two()
    const heard: Notice[] = []
    other.subscribe('ann', (notice) => heard.push(notice))
    await other.subscribed('ann')
    const sent = Array.from({ length: 200 }, (_, number): Notice => {
      return { type: 'chat-deleted', chatId: `c${number}` }
    })
    for (const notice of sent) one.publish('ann', notice)
    expect(await known(heard, sent)).toEqual(sent)
  })

  test('a person is heard once the server says so, however often listeners come and go', async () => {
    const { one, other, known } = await two()
    const heard: Notice[] = []
    for (let time = 0; time < 50; time += 1) other.subscribe('ann', () => {})()
    other.subscribe('ann', (notice) => heard.push(notice))
    await other.subscribed('ann')
    const sent = Object.values(everyNotice)
    for (const notice of sent) one.publish('ann', notice)
    expect(await known(heard, sent)).toEqual(sent)
  })
})
