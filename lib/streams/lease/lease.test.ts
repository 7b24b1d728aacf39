import { describe, expect, test, vi } from 'vitest'
import type { ServerState, ServerStore } from '@/lib/db/servers'
import { createManualClock } from '@/lib/platform/manual-clock'
import { keepReaping } from './keep-reaping'
import { Lease } from './lease'
import { untilWitness } from './until-witness'

function leaseOfTest() {
  const clock = createManualClock()
  const servers = {
    renew: vi.fn<ServerStore['renew']>(async () => ({ othersAreDeaf: false })),
    leave: vi.fn<ServerStore['leave']>(async () => {}),
  }
  const warn = vi.fn<() => void>()
  const log = { debug: warn, info: warn, warn, error: warn }
  const onDoubt = vi.fn<() => void>()
  const state = vi.fn<() => ServerState>(() => ({ draining: false, deaf: false }))
  const onOthers = vi.fn<(areDeaf: boolean) => void>()
  const lease = new Lease({ servers, serverId: 's1', state, clock, log, onOthers, onDoubt })
  const recover = vi.fn<() => Promise<void>>(async () => {})
  const away = () => servers.renew.mockRejectedValue(new Error('no database'))
  return { clock, servers, lease, log, warn, state, onOthers, onDoubt, recover, away }
}

describe('P9 a lease', () => {
  test('the lease is renewed each second, until it is given up', async () => {
    const { clock, servers, lease } = leaseOfTest()
    await lease.keep()
    await clock.advance(3_500)
    expect(servers.renew).toHaveBeenCalledTimes(4)
    await lease.leave()
    await clock.advance(5_000)
    expect(servers.renew).toHaveBeenCalledTimes(4)
    expect(servers.leave).toHaveBeenCalledWith('s1')
    expect(clock.pending).toBe(0)
  })

  test('P10 the lease goes on while its server drains, and says so', async () => {
    const { clock, servers, lease, state } = leaseOfTest()
    await lease.keep()
    state.mockReturnValue({ draining: true, deaf: false })
    await clock.advance(1_000)
    expect(servers.renew.mock.calls).toEqual([
      ['s1', { draining: false, deaf: false }],
      ['s1', { draining: true, deaf: false }],
    ])
  })

  test('P8 the lease tells whether other servers hear nothing', async () => {
    const { clock, servers, lease, onOthers } = leaseOfTest()
    await lease.keep()
    servers.renew.mockResolvedValue({ othersAreDeaf: true })
    await clock.advance(1_000)
    expect(onOthers.mock.calls).toEqual([[false], [true]])
  })

  test('a server without its database does not start', async () => {
    const { lease, away } = leaseOfTest()
    away()
    await expect(lease.keep()).rejects.toThrow('no database')
  })

  test('a server that has reached the database for a whole lease may call others dead', async () => {
    const { clock, lease } = leaseOfTest()
    await lease.keep()
    await clock.advance(4_000)
    expect(lease.isWitness).toBe(false)
    await clock.advance(1_000)
    expect(lease.isWitness).toBe(true)
  })

  test('a server that did not reach the database calls nobody dead until a whole lease later', async () => {
    const { clock, servers, lease, away, warn } = leaseOfTest()
    await lease.keep()
    await clock.advance(10_000)
    away()
    await clock.advance(10_000)
    expect(lease.isWitness).toBe(false)
    expect(warn).toHaveBeenCalledOnce()
    servers.renew.mockResolvedValue({ othersAreDeaf: false })
    await clock.advance(4_000)
    expect(lease.isWitness).toBe(false)
    await clock.advance(2_000)
    expect(lease.isWitness).toBe(true)
  })

  test('a server that stood still doubts its own streams, and calls nobody dead for a while', async () => {
    const { clock, servers, lease, onDoubt } = leaseOfTest()
    await lease.keep()
    await clock.advance(10_000)
    expect(onDoubt).not.toHaveBeenCalled()
    // The renewal that was under way is answered only once the process goes on.
    const thaw = Promise.withResolvers<{ othersAreDeaf: boolean }>()
    servers.renew.mockImplementationOnce(() => thaw.promise)
    await clock.advance(9_000)
    // Before the renewal, too: what it saw of others is old.
    expect(lease.isWitness).toBe(false)
    thaw.resolve({ othersAreDeaf: false })
    await clock.advance(0)
    expect(onDoubt).toHaveBeenCalledOnce()
    expect(lease.isWitness).toBe(false)
  })
})

describe('P9 a lease of a process that stands still between calls', () => {
  test('the lease is confirmed without a word while it surely holds', async () => {
    const { clock, servers, lease } = leaseOfTest()
    await lease.keep()
    await clock.advance(1_500)
    const renewals = servers.renew.mock.calls.length
    await lease.confirm()
    expect(servers.renew).toHaveBeenCalledTimes(renewals)
  })

  test('the lease is renewed before it is confirmed where only the machine’s clock went on', async () => {
    const { clock, servers, lease, onDoubt } = leaseOfTest()
    await lease.keep()
    await clock.advance(10_000)
    expect(lease.isWitness).toBe(true)
    clock.jump(60_000)
    expect(lease.isWitness).toBe(false)
    const renewals = servers.renew.mock.calls.length
    await lease.confirm()
    expect(servers.renew).toHaveBeenCalledTimes(renewals + 1)
    expect(onDoubt).toHaveBeenCalledOnce()
    expect(lease.isWitness).toBe(false)
    await clock.advance(5_000)
    expect(lease.isWitness).toBe(true)
  })

  test('the lease is renewed before it is confirmed where the process stood still during a renewal', async () => {
    const { clock, servers, lease } = leaseOfTest()
    await lease.keep()
    const thaw = Promise.withResolvers<{ othersAreDeaf: boolean }>()
    servers.renew.mockImplementationOnce(() => thaw.promise)
    await clock.advance(1_000)
    clock.jump(3_600_000)
    thaw.resolve({ othersAreDeaf: false })
    await clock.advance(0)
    const renewals = servers.renew.mock.calls.length
    await lease.confirm()
    expect(servers.renew).toHaveBeenCalledTimes(renewals + 1)
  })

  test('the lease is confirmed over a new connection where the old one has died', async () => {
    const { clock, servers, lease } = leaseOfTest()
    await lease.keep()
    clock.jump(60_000)
    servers.renew.mockRejectedValueOnce(new Error('Connection terminated'))
    await lease.confirm()
    expect(servers.renew).toHaveBeenCalledTimes(3)
    clock.jump(60_000)
    servers.renew.mockRejectedValue(new Error('no database'))
    await expect(lease.confirm()).rejects.toThrow('no database')
  })
})

describe('P9 the reaper', () => {
  test('the reaper looks about twice a second, where its server may call others dead', async () => {
    const { clock, log, recover } = leaseOfTest()
    const lease = { isWitness: false }
    const stop = keepReaping({ lease, clock, log, recover })
    await clock.advance(5_000)
    expect(recover).not.toHaveBeenCalled()
    lease.isWitness = true
    await clock.advance(10_000)
    expect(recover.mock.calls.length).toBeGreaterThanOrEqual(16)
    expect(recover.mock.calls.length).toBeLessThanOrEqual(34)
    stop()
    expect(clock.pending).toBe(0)
  })

  test('the reaper goes on after a look that failed', async () => {
    const { clock, log, recover, warn } = leaseOfTest()
    recover.mockRejectedValueOnce(new Error('no database'))
    keepReaping({ lease: { isWitness: true }, clock, log, recover })
    await clock.advance(5_000)
    expect(warn).toHaveBeenCalledOnce()
    expect(recover.mock.calls.length).toBeGreaterThan(3)
  })
})

describe('P9 a server that may not call others dead yet', () => {
  test('the server waits until it may', async () => {
    const { clock, lease } = leaseOfTest()
    await lease.keep()
    const told = vi.fn<(isWitness: boolean) => void>()
    void untilWitness(lease, clock).then(told)
    await clock.advance(4_000)
    expect(told).not.toHaveBeenCalled()
    await clock.advance(1_000)
    expect(told).toHaveBeenCalledExactlyOnceWith(true)
    expect(await untilWitness(lease, clock)).toBe(true)
  })

  test('the server gives up where it does not reach the database itself', async () => {
    const { clock, lease, away } = leaseOfTest()
    await lease.keep()
    away()
    const told = vi.fn<(isWitness: boolean) => void>()
    void untilWitness(lease, clock).then(told)
    await clock.advance(7_000)
    expect(told).toHaveBeenCalledExactlyOnceWith(false)
  })
})
