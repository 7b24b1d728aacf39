import { batchingDelay } from './measures/batching-delay.ts'
import { capacity } from './measures/capacity.ts'
import { cpuPerToken } from './measures/cpu-per-token.ts'
import { firstText } from './measures/first-text.ts'
import { following } from './measures/following.ts'
import { growth } from './measures/growth.ts'
import { memory } from './measures/memory.ts'
import { millionMessages } from './measures/million-messages.ts'
import { personEvents } from './measures/person-events.ts'
import { saving } from './measures/saving.ts'
import { stopLatency } from './measures/stop-latency.ts'
import { tokensAfterStop } from './measures/tokens-after-stop.ts'
import type { Measure } from './rounds/measurement.ts'

/** The measures, in the order of the report. */
export const measures: readonly Measure[] = [
  cpuPerToken,
  capacity,
  firstText,
  batchingDelay,
  stopLatency,
  tokensAfterStop,
  memory,
  growth,
  saving,
  following,
  personEvents,
  millionMessages,
]
