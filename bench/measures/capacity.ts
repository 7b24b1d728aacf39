import { setTimeout as pause } from 'node:timers/promises'
import { armTitles, type Arm } from '../arms/arm.ts'
import { startArms } from '../arms/start-arms.ts'
import { Health, RoundRefused } from '../load/health.ts'
import { AnswerBroken, type Reader } from '../load/reader.ts'
import { tokensOf } from '../load/start-readers.ts'
import { updateGaps } from '../load/token-delays.ts'
import { withBackground } from '../load/with-background.ts'
import { percentile } from '../report/statistics.ts'
import { interleave, untilAccepted } from '../rounds/interleave.ts'
import type { Bench, Measure } from '../rounds/measurement.ts'
import { now } from '../system/clock.ts'
import { figuresOf, ratios } from './figures.ts'

const RATE = 50
const MOST_GAP_MS = 250
const START = 60
/** A search ends when the number that is too many is at most this many times the carried one. */
const PRECISION = 1.1
const MOST_STREAMS = 1_500
const names = ['textbook', 'fullstop'] as const

type CapacityRound = { streams: number }

/** C2: how many answers one process carries before they stutter. */
export const capacity: Measure = {
  id: 'C2',
  title: 'Answers that one process carries',
  inQuick: false,
  async run(bench) {
    await using started = await startArms(names, bench.provider.url)
    const windowMs = bench.quick ? 2_000 : 4_000
    const search = (arm: Arm) => searchCapacity(bench, arm, windowMs)
    const rounds = await interleave(bench, started.arms, bench.quick ? 1 : 3, search)
    const streams = figuresOf(rounds, 'streams')
    return {
      method:
        `Answers at ${RATE} tokens a second on one process, more and more of them, then bisected to a ` +
        `tenth: the most of which 99 of 100 gaps between two updates are under ${MOST_GAP_MS} ms ` +
        `over ${windowMs / 1000} s, and which are not as much behind in the end. A search that ended because the generator or the provider was ` +
        'short of CPU counts as what was reached before: the server can do no less.',
      rows: names.map((name) => ({
        label: armTitles[name],
        unit: 'answers',
        values: streams(name),
        charted: true,
      })),
      targets: [
        {
          claim: 'Fullstop / textbook',
          unit: '×',
          values: ratios(streams('fullstop'), streams('textbook')),
          limit: { atLeast: 3.5 },
        },
      ],
    }
  },
}

async function searchCapacity(bench: Bench, arm: Arm, windowMs: number): Promise<CapacityRound> {
  let carried = 0
  let tooMany = MOST_STREAMS
  let next = START
  while (carried === 0 || tooMany / carried > PRECISION) {
    const load = await loadOf(bench, arm, { streams: next, windowMs })
    if (load === undefined) break
    const { gap, behind } = load
    bench.say(
      `${armTitles[arm.name]}, ${next} answers: p99 of the gaps ${gap.toFixed()} ms, ` +
        `${behind.toFixed()} ms behind`,
    )
    if (gap < MOST_GAP_MS && behind < MOST_GAP_MS) carried = next
    else tooMany = next
    const further = tooMany === MOST_STREAMS ? carried * 1.5 : (carried + tooMany) / 2
    next = Math.min(MOST_STREAMS, Math.round(further))
  }
  if (carried === 0) throw new RoundRefused(`${armTitles[arm.name]} carried nothing`)
  return { streams: carried }
}

/** In milliseconds. `behind` is the text that was sent and has not arrived in the end. */
type Load = { gap: number; behind: number }

/** The load of this many answers; undefined if it could not be produced. */
async function loadOf(
  bench: Bench,
  arm: Arm,
  { streams, windowMs }: { streams: number; windowMs: number },
): Promise<Load | undefined> {
  try {
    return await untilAccepted(bench.say, () => measureLoad(bench, arm, { streams, windowMs }), 3)
  } catch (error) {
    if (error instanceof RoundRefused) return undefined
    if (error instanceof AnswerBroken) return { gap: Infinity, behind: Infinity }
    throw error
  }
}

async function measureLoad(
  { provider }: Bench,
  arm: Arm,
  { streams, windowMs }: { streams: number; windowMs: number },
): Promise<Load> {
  const run = async (readers: readonly Reader[]) => {
    await pause(1_000)
    const health = await Health.watch(provider, MOST_GAP_MS / 2)
    const from = now()
    await pause(windowMs)
    const span = { from, to: now() }
    const missing = (await provider.tokensOfOpenCalls()) - tokensOf(readers)
    await health.end()
    health.judge()
    const gaps = readers.flatMap(({ arrivals }) => updateGaps(arrivals, span))
    return { gap: percentile(gaps, 99), behind: (missing / streams / RATE) * 1000 }
  }
  return withBackground(arm, streams, run, { arrivals: true })
}
