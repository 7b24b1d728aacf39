import type { Measure } from './measurement.ts'
import { cpuPerToken } from './measures/cpu-per-token.ts'

/** In the order of the report. */
export const measures: readonly Measure[] = [cpuPerToken]
