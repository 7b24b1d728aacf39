import type { Pace } from './pace'
import type { PlannedStop } from './plan'
import type { SeededRandom } from './random'

export function makeStop(
  random: SeededRandom,
  moment: PlannedStop['moment'],
  pace: Pace,
): PlannedStop {
  // The longest that a stop waits once its moment has come, in milliseconds.
  const longest = { 'before-send': 0, running: pace.longestWait, 'last-token': 12, ended: 0 }
  const of: PlannedStop['of'] =
    moment === 'before-send' || random.chance(0.7) ? 'answer' : random.pick(['chat', 'person'])
  return {
    moment,
    of,
    after: random.integer(0, longest[moment]),
    mode: of === 'answer' && random.chance(0.25) ? 'sentence' : 'now',
    seenPart: random.chance(0.4) ? random.fraction() : undefined,
    atOnce: random.pick([1, 1, 1, 2, 4]),
    named: random.chance(0.5),
  }
}
