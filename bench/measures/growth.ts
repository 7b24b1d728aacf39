import { armTitles, type Arm } from '../arms/arm.ts'
import { startArms } from '../arms/start-arms.ts'
import { Health } from '../load/health.ts'
import { startReader } from '../load/start-readers.ts'
import { stopReader } from '../load/with-background.ts'
import { untilAccepted } from '../rounds/interleave.ts'
import type { Bench, Measure } from '../rounds/measurement.ts'
import { cpuMilliseconds } from '../system/process-usage.ts'
import { ratios } from './figures.ts'

const RATE = 500
const early = [1_000, 6_000] as const
const late = [45_000, 50_000] as const
const names = ['textbook', 'fullstop'] as const

type GrowthRound = { early: number; late: number }

/** C8: whether a token late in a long answer costs more than an early one. */
export const growth: Measure = {
  id: 'C8',
  title: 'CPU of a token late in a long answer',
  inQuick: false,
  async run(bench) {
    await using started = await startArms(names, bench.provider.url)
    const { arms } = started
    await Promise.all(arms.map((arm) => readOn(arm, 6_000)))
    const rounds: GrowthRound[][] = arms.map(() => [])
    for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) {
      // Both at once: neither takes a third of a core, and each counts its own time.
      const figures = await untilAccepted(bench.say, () => runRound(bench, arms))
      for (const [index, figure] of figures.entries()) {
        rounds[index]?.push(figure)
        bench.say(`${names[index]}: ${figure.early.toFixed(2)}, later ${figure.late.toFixed(2)} ms`)
      }
    }
    const of = (arm: number, figure: keyof GrowthRound) =>
      (rounds[arm] ?? []).map((round) => round[figure])
    return {
      method:
        `One answer of ${late[1]} tokens at ${RATE} a second; CPU time of the process by 1,000 ` +
        `tokens, from token ${early.join(' to ')} and from token ${late.join(' to ')}.`,
      rows: names.flatMap((name, index) => [
        {
          label: `${armTitles[name]}, early`,
          unit: 'ms',
          values: of(index, 'early'),
          charted: true,
        },
        { label: `${armTitles[name]}, late`, unit: 'ms', values: of(index, 'late'), charted: true },
      ]),
      targets: [
        {
          claim: 'Fullstop, late / early',
          unit: '×',
          values: ratios(of(1, 'late'), of(1, 'early')),
          limit: { atMost: 1.1 },
        },
      ],
    }
  },
}

async function runRound({ provider }: Bench, arms: readonly Arm[]): Promise<GrowthRound[]> {
  const health = await Health.watch(provider)
  const figures = await Promise.all(
    arms.map(async (arm) => {
      const reader = startReader(arm, { tokens: late[1] + RATE, rate: RATE })
      const cpuBetween = async ([from, to]: readonly [number, number]) => {
        await reader.until(from)
        const before = cpuMilliseconds(arm.processId)
        const seen = reader.tokens
        await reader.until(to)
        return ((cpuMilliseconds(arm.processId) - before) / (reader.tokens - seen)) * 1000
      }
      const round = { early: await cpuBetween(early), late: await cpuBetween(late) }
      await reader.over
      return round
    }),
  )
  await health.end()
  health.judge()
  return figures
}

async function readOn(arm: Arm, tokens: number): Promise<void> {
  const reader = startReader(arm, { tokens: tokens + RATE, rate: RATE })
  await reader.until(tokens)
  await stopReader(arm, reader)
}
