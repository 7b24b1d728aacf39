import type { Measurement } from './measurement'

/** How much larger a figure may be in the end, as a part of the first one. */
const TOLERANCE = 0.05

/** Figures of things in use, without caches: the same after any number of streams. */
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

/** Figures that caches also add to, until they are full. */
export const kept = ['objects', 'entries', 'heap', 'external'] as const

/** The figures that grew by more than is tolerated, in words. */
export function growths(
  before: Measurement,
  after: Measurement,
  names: readonly (keyof Measurement)[],
): string[] {
  return names
    .filter((name) => after[name] > before[name] * (1 + TOLERANCE))
    .map((name) => `${name} grew from ${before[name]} to ${after[name]}`)
}
