import type { StreamStore } from '@/lib/db/streams'

/** Ends every active session as a start of the server does; says how many. */
export async function interruptAll(
  streams: StreamStore,
  now: number,
  maxCharacters = 1_000_000,
): Promise<number> {
  const orphans = await streams.orphans()
  for (const orphan of orphans) await streams.interruptOrphan(orphan, { now, maxCharacters })
  return orphans.length
}
