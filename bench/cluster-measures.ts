import { databaseTimes } from './measures/database-times.ts'
import { followedMemory } from './measures/followed-memory.ts'
import { postgresCore } from './measures/postgres-core.ts'
import { remoteStop } from './measures/remote-stop.ts'
import { remoteText } from './measures/remote-text.ts'
import type { Measure } from './rounds/measurement.ts'

/** The measures of several servers, in the order of their report. */
export const clusterMeasures: readonly Measure[] = [
  remoteStop,
  remoteText,
  databaseTimes,
  postgresCore,
  followedMemory,
]
