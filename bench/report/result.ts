import type { Measurement } from '../rounds/measurement.ts'
import type { Circumstances } from './machine.ts'

/** What is kept of a measure: its latest run. */
export type Result = Measurement & {
  readonly id: string
  readonly title: string
  readonly quick: boolean
  readonly circumstances: Circumstances
}
