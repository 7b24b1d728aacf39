import { SeededRandom } from './random'

/** One stop of a run: when, in milliseconds after the send, and of which kind. */
export type PlannedStop = {
  after: number
  mode: 'now' | 'sentence'
  /** How much of the answer was seen, as a part of what the provider will send in all. */
  seenPart: number | undefined
}

/** One reader of a run: when it comes, and after how many events it leaves to come back. */
export type PlannedReader = { after: number; breaks: number[] }

/** What happens to one answer. The same seed makes the same plan. */
export type Plan = {
  seed: number
  /** What the provider is told to do, without its key. */
  directive: string
  totalTokens: number
  stopBeforeSend: boolean
  stops: PlannedStop[]
  readers: PlannedReader[]
  /** The sender's own response is dropped after so many milliseconds. */
  senderLeavesAfter: number | undefined
  /** Once it has ended: let it go on, or ask for another answer. */
  afterwards: 'nothing' | 'continue' | 'regenerate'
}

/** The longest a plan waits before it does something, in milliseconds. */
const LONGEST_WAIT = 250

export function makePlan(seed: number): Plan {
  const random = new SeededRandom(seed)
  const totalTokens = random.integer(1, 40)
  const wait = () => random.integer(0, LONGEST_WAIT)
  return {
    seed,
    totalTokens,
    directive: directiveOf(random, totalTokens),
    stopBeforeSend: random.chance(0.1),
    stops: Array.from({ length: random.pick([0, 1, 1, 1, 2]) }, () => ({
      after: wait(),
      mode: random.pick(['now', 'now', 'now', 'sentence']),
      seenPart: random.chance(0.4) ? random.fraction() : undefined,
    })),
    readers: Array.from({ length: random.integer(0, 2) }, () => ({
      after: wait(),
      breaks: Array.from({ length: random.integer(0, 3) }, () => random.integer(1, 12)),
    })),
    senderLeavesAfter: random.chance(0.3) ? wait() : undefined,
    afterwards: random.pick(['nothing', 'nothing', 'continue', 'regenerate']),
  }
}

function directiveOf(random: SeededRandom, tokens: number): string {
  const text = random.pick(['numbered', 'emoji', 'markdown'])
  const words = [`tokens=${tokens}`, `rate=${random.pick([0, 100, 200, 400])}`, `text=${text}`]
  if (text === 'emoji' && random.chance(0.5)) words.push('splitSurrogates=1')
  if (random.chance(0.3)) words.push('splitBytes=1')
  if (random.chance(0.2)) words.push(`reasoning=${random.integer(1, 5)}`)
  if (random.chance(0.3)) words.push(`delay=${random.integer(0, 100)}`)
  if (random.chance(0.3)) {
    const after = random.integer(0, tokens)
    words.push(
      random.pick([
        `cutAfter=${after}`,
        `errorAfter=${after}`,
        `endAfter=${after}`,
        `garbageAfter=${after}`,
        `silentAfter=${after}`,
        'status=429',
        'status=500',
      ]),
    )
  }
  return words.join(' ')
}
