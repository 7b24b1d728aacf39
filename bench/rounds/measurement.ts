import type { ArmName } from '../arms/arm.ts'
import type { Provider } from '../provider/provider.ts'

/** Everything that a measure needs to run. */
export type Bench = {
  readonly provider: Provider
  /** Fewer and shorter rounds. */
  readonly quick: boolean
  readonly say: (line: string) => void
}

/** One measure is one file in measures/. */
export type Measure = {
  readonly id: string
  readonly title: string
  /** Part of `--quick`, which should take two minutes in all. */
  readonly inQuick: boolean
  run(bench: Bench): Promise<Measurement>
}

/** The figures of one round of one arm. */
export type Round = Readonly<Record<string, number>>

/** The rounds of all arms, in the order in which they were run. */
export type Rounds<R extends Round> = ReadonlyMap<ArmName, readonly R[]>

/** The result of a measure. */
export type Measurement = {
  /** How it was measured, in a sentence or two. */
  readonly method: string
  readonly rows: readonly Row[]
  readonly targets: readonly Target[]
}

/** One figure, with a value for each round. */
export type Row = {
  readonly label: string
  readonly unit: string
  readonly values: readonly number[]
  /** The row is drawn in the chart. */
  readonly charted?: boolean
}

/** A limit for the median of the rounds' values. */
export type Target = {
  readonly claim: string
  readonly unit: string
  readonly values: readonly number[]
  readonly limit: { readonly atMost: number } | { readonly atLeast: number }
}
