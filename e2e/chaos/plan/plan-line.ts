import type { Fault, LinePlan } from '../../harness/network/fault-proxy'
import type { SeededRandom } from './random'

/** About the most bytes that a whole answer has on the wire. */
const LONGEST_RESPONSE = 4_000

/** The faults of a reader's connections, one after the other. */
export function makeLine(random: SeededRandom): LinePlan {
  return {
    faults: Array.from({ length: random.integer(1, 4) }, () => makeFaults(random)),
    oldHttp: random.chance(0.5),
  }
}

/** The faults of one connection: seldom in its request, mostly within the response. */
export function makeFaults(random: SeededRandom): Fault[] {
  const place = random.chance(0.15)
    ? ({ direction: 'request', after: random.integer(0, 400) } as const)
    : ({ direction: 'response', after: random.integer(0, LONGEST_RESPONSE) } as const)
  const reset: Fault = { kind: 'reset', ...place }
  const end: Fault = { kind: 'end', ...place }
  const milliseconds = random.pick([50, 200, 400, 1_500])
  const lengths = Array.from({ length: random.integer(1, 5) }, () => random.integer(1, 90))
  const split: Fault = { kind: 'split', ...place, after: random.integer(0, 400), lengths }
  return random.pick<Fault[]>([
    [reset],
    [reset],
    [end],
    [end],
    [{ kind: 'stall', ...place, milliseconds }],
    [split],
    [split, random.pick<Fault>([reset, end])],
    [{ kind: 'delay', ...place, milliseconds: random.integer(1, 10) }, reset],
  ])
}
