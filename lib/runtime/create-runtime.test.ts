import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { RedisServer, redisProgram } from '@/e2e/harness/server/redis-server'
import { createChat } from '@/lib/chats/change/create-chat'
import { deleteChat } from '@/lib/chats/change/delete-chat'
import { updateChat } from '@/lib/chats/change/update-chat'
import type { PersonEvent } from '@/lib/contract/event'
import { answerEnd, answerStart } from '@/lib/db/testing/answer-start'
import { openTestSqlite } from '@/lib/db/testing/open-test-sqlite'
import { readConfig } from '@/lib/platform/env'
import { createLog } from '@/lib/platform/log'
import { temporaryFolder } from '@/lib/platform/testing/temporary-folder'
import { connectToRedis } from '@/lib/redis/connect-to-redis'
import { callBy } from '@/lib/testing/calls'
import { createRuntime } from './create-runtime'
import type { Runtime } from './runtime'

/** How long a wait may take on a busy machine, in milliseconds. */
const PATIENCE = { timeout: 20_000 }

test('R32 nothing is pruned until the process says that it is ready', async () => {
  const file = path.join(temporaryFolder(), 'test.db')
  const before = openTestSqlite(file)
  await before.streams.begin(answerStart())
  await before.streams.end(answerEnd('a1'))
  before.close()
  vi.stubEnv('DATABASE_URL', `file:${file}`)
  vi.stubEnv('LOG_LEVEL', 'silent')
  const runtime = await createRuntime(readConfig())
  try {
    const isThere = async () =>
      (await runtime.database.streams.findSession('session-a1')) !== undefined
    for (let turn = 0; turn < 20; turn += 1) await setImmediate()
    expect(await isThere()).toBe(true)
    runtime.keepPruning()
    await expect.poll(isThere).toBe(false)
  } finally {
    await runtime.shutdown()
    runtime.close()
    vi.unstubAllEnvs()
  }
})

describe.skipIf(redisProgram === undefined)('two servers with one Redis', () => {
  /** A server with a database of its own, in which `ann` has the chat `c1`. */
  async function startServer(redisUrl: string): Promise<Runtime & { stop(): Promise<void> }> {
    const file = path.join(temporaryFolder(), 'test.db')
    const before = openTestSqlite(file)
    await before.streams.begin(answerStart())
    await before.streams.end(answerEnd('a1'))
    before.close()
    const runtime = await createRuntime(
      readConfig({ DATABASE_URL: `file:${file}`, REDIS_URL: redisUrl, LOG_LEVEL: 'silent' }),
    )
    let hasStopped = false
    const stop = async () => {
      if (hasStopped) return
      hasStopped = true
      await runtime.shutdown()
      runtime.close()
    }
    onTestFinished(stop)
    return { ...runtime, stop }
  }

  async function twoServers() {
    const server = await RedisServer.start()
    onTestFinished(() => server.end())
    const [one, other] = [await startServer(server.url), await startServer(server.url)]
    const redis = connectToRedis(server.url, createLog('silent'))
    onTestFinished(() => {
      redis.close()
    })
    const { commands } = redis
    await vi.waitFor(() => expect(commands.status).toBe('ready'), PATIENCE)
    await untilHeard({ from: one, at: other })
    await untilHeard({ from: other, at: one })
    return { one, other, commands }
  }

  /** A server that is not yet connected loses its news, and without a common database nobody reads it. */
  async function untilHeard({ from, at }: { from: Runtime; at: Runtime }) {
    let isHeard = false
    const stopListening = at.bus.subscribe('nobody', () => (isHeard = true))
    await vi.waitFor(() => {
      from.bus.publish('nobody', { type: 'person-deleted' })
      expect(isHeard).toBe(true)
    }, PATIENCE)
    stopListening()
  }

  test('P6 a chat that one server makes, renames or deletes is told to a reader at the other', async () => {
    const { one, other, commands } = await twoServers()
    const feed = await other.streams.followPerson('ann')
    const channel = 'fs:person:ann'
    await vi.waitFor(async () => {
      expect(await commands.pubsub('NUMSUB', channel)).toEqual([channel, 1])
    }, PATIENCE)
    /** The next event of this chat: others may come again where the server has just begun to hear. */
    const nextOf = async (chatId: string): Promise<PersonEvent> => {
      for (;;) {
        const events = await feed.read()
        if (!events) throw new Error('the feed has ended')
        for (const { event } of events) {
          if ('chat' in event ? event.chat.id === chatId : 'chatDeleted' in event) return event
        }
      }
    }
    const call = callBy('ann', one)
    await createChat.run(call, { id: 'c2', title: 'Made there' })
    expect(await nextOf('c2')).toMatchObject({ chat: { title: 'Made there' } })
    await updateChat.run(call, { chatId: 'c2', title: 'Renamed there' })
    expect(await nextOf('c2')).toMatchObject({ chat: { title: 'Renamed there' } })
    await deleteChat.run(call, { chatId: 'c2' })
    expect(await nextOf('c2')).toEqual({ chatDeleted: 'c2' })
    feed.leave()
    await vi.waitFor(async () => {
      expect(await commands.pubsub('NUMSUB', channel)).toEqual([channel, 0])
    }, PATIENCE)
  })

  test('a server has two connections to Redis, whatever it does, and none when it is closed', async () => {
    const { one, other, commands } = await twoServers()
    const ownConnections = 2
    const connections = async () =>
      String(await commands.client('LIST'))
        .trim()
        .split('\n').length - ownConnections
    await vi.waitFor(async () => expect(await connections()).toBe(4), PATIENCE)
    await Promise.all(
      Array.from({ length: 50 }, async (_, number) => {
        await one.rateLimits.take('sends', { person: `p${number}` })
        await other.streams.followPerson(`p${number}`)
        one.bus.publish(`p${number}`, { type: 'person-deleted' })
      }),
    )
    expect(await connections()).toBe(4)
    await one.stop()
    await vi.waitFor(async () => expect(await connections()).toBe(2), PATIENCE)
  })
})
