import { setTimeout as pause } from 'node:timers/promises'
import { armTitles, type Arm, type ArmName } from '../arms/arm.ts'
import { RoundRefused } from '../load/health.ts'
import type { Bench, Round, Rounds } from './measurement.ts'

const MOST_ATTEMPTS = 8
const PAUSE_MS = 2_000

/**
 * Runs the arms in turn, A B C A B C …, so that other work of the machine affects all alike. A
 * refused round is run again, and the measure fails if the machine is always too busy.
 */
export async function interleave<A extends Arm, R extends Round>(
  { say }: Bench,
  arms: readonly A[],
  rounds: number,
  run: (arm: A, round: number) => Promise<R>,
): Promise<Rounds<R>> {
  const results = new Map<ArmName, R[]>(arms.map((arm) => [arm.name, []]))
  for (let round = 0; round < rounds; round += 1) {
    for (const arm of arms) {
      const figures = await untilAccepted(say, () => run(arm, round))
      results.get(arm.name)?.push(figures)
      say(`round ${round + 1}, ${armTitles[arm.name]}: ${describe(figures)}`)
    }
  }
  return results
}

/** Runs every arm as in its rounds, but uncounted, so that late compilation is over before them. */
export async function warmUp<A extends Arm>(
  { quick }: Bench,
  arms: readonly A[],
  run: (arm: A) => Promise<unknown>,
): Promise<void> {
  for (const arm of arms) {
    for (let time = 0; time < (quick ? 1 : 2); time += 1) {
      await run(arm).catch((error: unknown) => {
        if (!(error instanceof RoundRefused)) throw error
      })
    }
  }
}

/** Runs a round until it counts, at most `mostAttempts` times. */
export async function untilAccepted<R>(
  say: Bench['say'],
  run: () => Promise<R>,
  mostAttempts = MOST_ATTEMPTS,
): Promise<R> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run()
    } catch (error) {
      if (!(error instanceof RoundRefused) || attempt === mostAttempts) throw error
      say(`round refused: ${error.message}`)
      await pause(PAUSE_MS)
    }
  }
}

function describe(figures: Round): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${value.toFixed(2)}`)
    .join(', ')
}
