import { describe, expect, test, vi } from 'vitest'
import { createLog } from '@/lib/platform/log'
import { createManualClock } from '@/lib/platform/manual-clock'
import { numbersFromSeed } from '@/lib/platform/testing/from-seed'
import { createLonelyBus } from '@/lib/testing/lonely-bus'
import { createLossyNetwork } from '@/lib/testing/lossy-network'
import { CredentialEnds } from './credential-ends'

const log = createLog('silent')

/**
 * Two servers of one database, which has the sessions and keys that are `good`. Their network loses so much
 * of the news; without one, no news comes, and nothing tells that.
 */
function openServers({ lost }: { lost?: number } = {}) {
  const clock = createManualClock()
  const good = new Set(['s1', 's2', 'k1'])
  const goodCredentials = vi.fn<(ids: readonly string[]) => Promise<ReadonlySet<string>>>(
    async (ids) => new Set(ids.filter((id) => good.has(id))),
  )
  const random = numbersFromSeed(`news of which ${lost} is lost`)
  const faults = { lost: lost ?? 0, repeated: 0.5 }
  const network = createLossyNetwork({ clock, random, log, faults })
  const open = (serverId: string) => {
    const bus = lost === undefined ? createLonelyBus(serverId) : network.join(serverId)
    const onEnded = vi.fn<(credentialId: string) => void>()
    const ends = new CredentialEnds({ bus, accounts: { goodCredentials }, clock, log, onEnded })
    const reader = (credentialId: string) => {
      const told = vi.fn<() => void>()
      return { told, leave: ends.when(credentialId, told) }
    }
    return { ends, onEnded, reader }
  }
  return { clock, good, goodCredentials, one: open('one'), other: open('other') }
}

describe('P12 the end of a session or key', () => {
  test('the end is told here in the same step, and on another server as soon as its news comes', async () => {
    const { clock, goodCredentials, one, other } = openServers({ lost: 0 })
    const here = one.reader('s1')
    const there = [other.reader('s1'), other.reader('k1'), other.reader('s2')]
    one.ends.announce(['s1', 'k1'])
    expect(here.told).toHaveBeenCalledOnce()
    await clock.advance(2_000)
    expect(goodCredentials).not.toHaveBeenCalled()
    expect(there.map(({ told }) => told.mock.calls.length > 0)).toEqual([true, true, false])
    expect(other.onEnded.mock.calls.flat()).toEqual(expect.arrayContaining(['s1', 'k1']))
  })

  test('the end is found by a server that has missed its news as soon as it hears again', async () => {
    const { clock, good, one, other } = openServers({ lost: 1 })
    const { told } = other.reader('s1')
    const { told: kept } = other.reader('s2')
    good.delete('s1')
    one.ends.announce(['s1'])
    await clock.advance(2_000)
    await vi.waitFor(() => {
      expect(told).toHaveBeenCalledOnce()
    })
    expect(kept).not.toHaveBeenCalled()
  })

  test('the end is found within 30 s where nothing tells of it', async () => {
    const { clock, good, goodCredentials, other } = openServers()
    const { told } = other.reader('s1')
    const { told: kept } = other.reader('k1')
    good.delete('s1')
    await clock.advance(29_999)
    expect(told).not.toHaveBeenCalled()
    await clock.advance(1)
    await vi.waitFor(() => {
      expect(told).toHaveBeenCalledOnce()
    })
    expect(kept).not.toHaveBeenCalled()
    expect(goodCredentials).toHaveBeenCalledExactlyOnceWith(['s1', 'k1'], expect.any(Number))
  })

  test('the end is found soon after a look-up that failed', async () => {
    const { clock, good, goodCredentials, other } = openServers()
    const { told } = other.reader('s1')
    good.delete('s1')
    goodCredentials.mockRejectedValueOnce(new Error('no database'))
    await clock.advance(30_000)
    await vi.waitFor(() => {
      expect(goodCredentials).toHaveBeenCalledOnce()
    })
    await clock.advance(1_000)
    await vi.waitFor(() => {
      expect(told).toHaveBeenCalledOnce()
    })
  })

  test('sessions and keys by which nobody reads are not looked up', async () => {
    const { clock, goodCredentials, one } = openServers()
    const { leave } = one.reader('s1')
    leave()
    await clock.advance(120_000)
    expect(goodCredentials).not.toHaveBeenCalled()
  })
})
