import type { Measurement } from '../rounds/measurement.ts'
import type { Circumstances } from './machine.ts'

/** The latest run of a measure, as it is kept. */
export type Result = Measurement & {
  readonly id: string
  readonly title: string
  readonly quick: boolean
  readonly circumstances: Circumstances
}
