import type { Measurement } from './measurement'

/** How much more there may be in the end. */
const TOLERANCE = 0.05

/** What is in use, whatever a cache holds: the same after any number of streams. */
export const inUse = [
  'runningStreams',
  'feeds',
  'handles',
  'sockets',
  'timers',
  'listeners',
  'abortSignals',
  'readableStreams',
  'promises',
] as const

/** What caches add to, too, until they are full. */
export const kept = ['objects', 'entries', 'heap', 'external'] as const

/** What grew by more than is tolerated, each in words. */
export function growths(
  before: Measurement,
  after: Measurement,
  names: readonly (keyof Measurement)[],
): string[] {
  return names
    .filter((name) => after[name] > before[name] * (1 + TOLERANCE))
    .map((name) => `${name} grew from ${before[name]} to ${after[name]}`)
}
