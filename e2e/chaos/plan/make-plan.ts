import type { Fault } from '../../harness/network/fault-proxy'
import type { Pace } from './pace'
import type { Plan, PlannedReader } from './plan'
import { makeDirective } from './plan-directive'
import { makeFaults, makeLine } from './plan-line'
import { abandoned, deleted, endlessly, followedByNext, lastToken } from './plan-scenes'
import { makeStop } from './plan-stop'
import { SeededRandom } from './random'

/** The same seed makes the same plan, at one pace. */
export function makePlan(seed: number, pace: Pace): Plan {
  const random = new SeededRandom(seed)
  const plan = mixedPlan(seed, random, pace)
  const scene = random.integer(1, 20)
  if (scene <= 2) return abandoned(plan, random, pace)
  if (scene <= 3) return endlessly(plan, pace)
  if (scene <= 5) return lastToken(plan, random, pace)
  if (scene <= 7) return followedByNext(plan, random, pace)
  if (scene <= 9) return deleted(plan, random, pace)
  return plan
}

function mixedPlan(seed: number, random: SeededRandom, pace: Pace): Plan {
  const wait = () => random.integer(0, pace.longestWait)
  const stopAt = (moment: Plan['stops'][number]['moment']) => makeStop(random, moment, pace)
  return {
    seed,
    directive: makeDirective(random, pace),
    model: random.pick(['compatible/fake-small', 'openai/fake-small']),
    providerFaults: random.chance(0.2) ? makeFaults(random).map(inTime) : [],
    keepGoing: random.chance(0.1),
    sender: {
      visits: random.chance(0.3)
        ? [{ leaves: { milliseconds: wait() }, away: awayFor(random, pace) }]
        : [],
      line: random.chance(0.25) ? makeLine(random) : undefined,
    },
    readers: Array.from({ length: random.integer(0, 2) }, () => makeReader(random, pace)),
    stops: [
      ...(random.chance(0.1) ? [stopAt('before-send')] : []),
      ...Array.from({ length: random.pick([0, 1, 1, 1, 2]) }, () =>
        stopAt(random.chance(0.85) ? 'running' : 'ended'),
      ),
    ],
    next: undefined,
    deletion: undefined,
    neighbour: random.chance(0.15),
    stranger: random.chance(0.4) ? { after: wait(), stopsFirst: random.chance(0.3) } : undefined,
    afterwards: random.pick([
      { kind: 'nothing' },
      { kind: 'nothing' },
      { kind: 'continue', lateStops: random.integer(0, 3) },
      { kind: 'continue', stop: stopAt('running'), lateStops: random.integer(0, 3) },
      { kind: 'continue', stop: { ...stopAt('before-send'), named: true } },
      { kind: 'regenerate' },
    ]),
  }
}

/** A stalled request would reach the provider long after its call has been stopped. */
function inTime(fault: Fault): Fault {
  return fault.kind === 'stall' ? { ...fault, direction: 'response' } : fault
}

function makeReader(random: SeededRandom, { longestWait }: Pace): PlannedReader {
  const source = random.chance(0.35) ? 'events' : 'answer'
  return {
    source,
    comes:
      source === 'events' && random.chance(0.5) ? 'before-send' : random.integer(0, longestWait),
    visits: Array.from({ length: random.integer(0, 3) }, () => ({
      leaves: { events: random.integer(1, 12) },
      away: random.chance(0.9) ? random.pick([0, 0, 20, 100, 200]) : undefined,
    })),
    line: random.chance(0.4) ? makeLine(random) : undefined,
  }
}

/** Milliseconds until a reader comes back: in the grace, near its end, after it, or never. */
function awayFor(random: SeededRandom, { limits: { grace } }: Pace): number | undefined {
  return random.pick([undefined, undefined, 0, 0.4 * grace, grace, 2 * grace])
}
