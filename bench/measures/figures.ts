import type { ArmName } from '../arms/arm.ts'
import type { Round, Rounds } from '../rounds/measurement.ts'

/** One figure of an arm, by round. */
export function figuresOf<R extends Round>(
  rounds: Rounds<R>,
  figure: keyof R,
): (name: ArmName) => number[] {
  return (name) => (rounds.get(name) ?? []).map((round) => round[figure] ?? Number.NaN)
}

/** Round by round, so that anything that made a round slow is in both sides of its ratio. */
export function ratios(values: readonly number[], others: readonly number[]): number[] {
  return values.map((value, round) => value / (others[round] ?? Number.NaN))
}

export function differences(values: readonly number[], others: readonly number[]): number[] {
  return values.map((value, round) => value - (others[round] ?? Number.NaN))
}
