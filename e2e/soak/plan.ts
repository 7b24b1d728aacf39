import type { SeededRandom } from '../chaos/plan/random'

/** How a stream ends: whoever sent it stops it, or walks away, or it ends by itself. */
export type PlannedEnd = 'stop' | 'stop before send' | 'leave' | 'end'

/** What happens to one stream. */
export type SoakPlan = {
  turn: 'question' | 'regenerate' | 'continue'
  /** What the provider is told to do, without its key. */
  directive: string
  /** Its sender reads the response; else it asked to be answered elsewhere. */
  readsResponse: boolean
  /** How many more follow it. */
  followers: number
  end: PlannedEnd
  /** When it is stopped, in milliseconds after the send was answered. */
  stopAfter: number
  /** How much text a stop says that it has seen. */
  seenTextLength: number | undefined
}

/** What a provider does that ends no answer well. */
const faults = [
  'status=429',
  'status=500',
  'cutAfter=5',
  'errorAfter=5',
  'endAfter=5',
  'garbageAfter=5',
  'silentAfter=5',
] as const

/** Most streams are stopped. Whoever is followed by a long connection cannot leave. */
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

/** Held back, an answer cannot end before it is stopped or left. */
function drawDirective(random: SeededRandom, end: PlannedEnd): string {
  const rate = random.pick([0, 200, 1000])
  const words = [`tokens=40 rate=${rate} text=${random.pick(['numbered', 'emoji', 'markdown'])}`]
  if (random.chance(0.2)) words.push('reasoning=5')
  if (end !== 'end') words.push(`hold=${random.integer(0, 39)}`)
  else if (random.chance(0.4)) words.push(random.pick(faults))
  return words.join(' ')
}
