import { describe, expect, test, vi } from 'vitest'
import type { ServerStore } from '@/lib/db/servers'
import { createManualClock } from '@/lib/platform/manual-clock'
import { drain } from './drain'

/** A server with two streams, beside `others` other servers; undefined for a database with one at a time. */
function drainOfTest(options: { drainMs?: number; others?: number }) {
  const clock = createManualClock()
  const steps: string[] = []
  const ended = Promise.withResolvers<void>()
  const read = Promise.withResolvers<void>()
  const hurry = Promise.withResolvers<void>()
  const servers = {
    renew: vi.fn<ServerStore['renew']>(async (_, { draining }) => {
      steps.push(draining ? 'told others' : 'told nothing')
      return { othersAreDeaf: false }
    }),
    others: vi.fn<ServerStore['others']>(async () => options.others ?? 0),
  }
  const say = vi.fn<(facts: unknown, message?: string) => void>()
  const start = () => {
    const over = vi.fn<() => void>()
    const draining = drain({
      streams: {
        activeCount: 2,
        idle: () => ended.promise,
        sendFollowersOn: () => steps.push('followers expected back'),
      },
      servers: options.others === undefined ? undefined : servers,
      bus: { serverId: 's1', isDeaf: false },
      returning: {
        async sendOn() {
          steps.push('readers sent on')
        },
      },
      follows: { none: () => read.promise },
      clock,
      log: { debug: say, info: say, warn: say, error: say },
      drainMs: options.drainMs,
      hurried: hurry.promise,
    })
    void draining.then(over)
    return over
  }
  const { resolve: end } = ended
  return { clock, steps, servers, say, start, end, leave: read.resolve, hurry: hurry.resolve }
}

describe('P10 a server that drains', () => {
  test('a server that is alone ends its streams at once', async () => {
    for (const others of [undefined, 0]) {
      const { clock, steps, start } = drainOfTest({ ...(others !== undefined && { others }) })
      const over = start()
      await clock.advance(0)
      expect(over).toHaveBeenCalledOnce()
      expect(steps).not.toContain('readers sent on')
    }
  })

  test('a server beside others tells them, sends its readers on, and lets its streams end for 30 s', async () => {
    const { clock, steps, start, say } = drainOfTest({ others: 2 })
    const over = start()
    await clock.advance(29_999)
    expect(steps).toEqual(['told others', 'followers expected back', 'readers sent on'])
    expect(say.mock.calls).toEqual([[{ answers: 2, otherServers: 2, drainMs: 30_000 }, 'draining']])
    expect(over).not.toHaveBeenCalled()
    await clock.advance(1)
    expect(over).toHaveBeenCalledOnce()
    expect(clock.pending).toBe(0)
  })

  test('a server whose streams have ended, and are read to their end, drains no longer', async () => {
    const { clock, start, end, leave } = drainOfTest({ others: 1 })
    const over = start()
    await clock.advance(5_000)
    end()
    await clock.advance(5_000)
    expect(over).not.toHaveBeenCalled()
    leave()
    await clock.advance(0)
    expect(over).toHaveBeenCalledOnce()
    expect(clock.pending).toBe(0)
  })

  test('a server that is hurried drains no longer', async () => {
    const { clock, start, hurry } = drainOfTest({ others: 1 })
    const over = start()
    await clock.advance(5_000)
    hurry()
    await clock.advance(0)
    expect(over).toHaveBeenCalledOnce()
  })

  test('a time that is set counts for a lone server, too, which keeps its readers', async () => {
    const { clock, steps, start } = drainOfTest({ drainMs: 60_000 })
    const over = start()
    await clock.advance(59_999)
    expect(over).not.toHaveBeenCalled()
    await clock.advance(1)
    expect(over).toHaveBeenCalledOnce()
    expect(steps).toEqual([])
  })

  test('a time of 0 is not spent on asking for others', async () => {
    const { clock, servers, start } = drainOfTest({ drainMs: 0, others: 2 })
    const over = start()
    await clock.advance(0)
    expect(over).toHaveBeenCalledOnce()
    expect(servers.renew).not.toHaveBeenCalled()
  })

  test('a server that does not reach its database drains, and keeps its readers', async () => {
    const { clock, steps, servers, start, say } = drainOfTest({ others: 2 })
    servers.renew.mockRejectedValue(new Error('no database'))
    const over = start()
    await clock.advance(29_999)
    expect(over).not.toHaveBeenCalled()
    expect(steps).toEqual([])
    expect(say.mock.calls.map(([, message]) => message)).toEqual([
      'it is not known whether other servers can take over',
      'draining',
    ])
    await clock.advance(1)
    expect(over).toHaveBeenCalledOnce()
  })
})
