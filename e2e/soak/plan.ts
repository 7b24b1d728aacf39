import type { SeededRandom } from '../chaos/plan/random'

/** How a stream ends: its sender stops it or walks away, or the provider ends it. */
export type PlannedEnd = 'stop' | 'stop before send' | 'leave' | 'end'

/** What happens to one stream. */
export type SoakPlan = {
  turn: 'question' | 'regenerate' | 'continue'
  /** The directive for the provider, without its key. */
  directive: string
  /** The sender reads the answer in the response, instead of sending with `respond-async`. */
  readsResponse: boolean
  /** How many readers follow the stream in addition to the sender. */
  followers: number
  end: PlannedEnd
  /** When the stream is stopped, in milliseconds after the send's response. */
  stopAfter: number
  /** The length of the seen text, as the stop tells it. */
  seenTextLength: number | undefined
}

/** Faults of a provider, after which no answer ends well. */
const faults = [
  'status=429',
  'status=500',
  'cutAfter=5',
  'errorAfter=5',
  'endAfter=5',
  'garbageAfter=5',
  'silentAfter=5',
] as const

/** Most streams are stopped. A person with a page cannot leave: it follows all their streams. */
export function drawPlan(random: SeededRandom, mayLeave: boolean): SoakPlan {
  const end = drawEnd(random, mayLeave)
  const stops = end === 'stop'
  return {
    turn: stops
      ? random.pick(['question', 'question', 'question', 'regenerate', 'continue'])
      : 'question',
    directive: drawDirective(random, end),
    readsResponse: !stops || random.chance(0.5),
    followers: random.pick([0, 0, 1, 2]),
    end,
    stopAfter: random.integer(0, 60),
    seenTextLength: random.chance(0.5) ? random.integer(0, 200) : undefined,
  }
}

function drawEnd(random: SeededRandom, mayLeave: boolean): PlannedEnd {
  const fraction = random.fraction()
  if (fraction < 0.05) return 'stop before send'
  if (fraction < 0.2) return mayLeave ? 'leave' : 'stop'
  return fraction < 0.4 ? 'end' : 'stop'
}

/** An answer that is to be stopped or left is held, so that it cannot end before. */
function drawDirective(random: SeededRandom, end: PlannedEnd): string {
  const rate = random.pick([0, 200, 1000])
  const words = [`tokens=40 rate=${rate} text=${random.pick(['numbered', 'emoji', 'markdown'])}`]
  if (random.chance(0.2)) words.push('reasoning=5')
  if (end !== 'end') words.push(`hold=${random.integer(0, 39)}`)
  else if (random.chance(0.4)) words.push(random.pick(faults))
  return words.join(' ')
}
