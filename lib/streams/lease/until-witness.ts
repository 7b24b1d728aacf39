import { LEASE_MS } from '@/lib/db/servers'
import { delay, type Clock } from '@/lib/platform/clock'
import type { Lease } from './lease'

const LOOK_EVERY_MS = 100

/** A server that reaches the database is a witness after one lease and a renewal, or it is in trouble itself. */
const LONGEST_WAIT_MS = LEASE_MS + 2_000

/**
 * Whether this server may call others dead: waits until it may, for as long as that takes a server that has
 * just started or has stood still.
 */
export async function untilWitness(
  lease: Pick<Lease, 'isWitness'>,
  clock: Clock,
): Promise<boolean> {
  const giveUpAt = clock.monotonic() + LONGEST_WAIT_MS
  while (!lease.isWitness) {
    if (clock.monotonic() > giveUpAt) return false
    await delay(clock, LOOK_EVERY_MS)
  }
  return true
}
