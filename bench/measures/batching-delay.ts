import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../../e2e/harness/median.ts'
import { armTitles, type Arm } from '../arms/arm.ts'
import { startArms } from '../arms/start-arms.ts'
import { Health } from '../load/health.ts'
import { delaysOf } from '../load/token-delays.ts'
import { withBackground } from '../load/with-background.ts'
import { percentile } from '../report/statistics.ts'
import { interleave, warmUp } from '../rounds/interleave.ts'
import type { Bench, Measure, Rounds, Row } from '../rounds/measurement.ts'
import { now } from '../system/clock.ts'
import { differences, figuresOf } from './figures.ts'

const FEW = 15
const MANY = 100
const names = ['next-relay', 'textbook', 'fullstop'] as const

/** The difference from the relay that may have other reasons, in milliseconds. */
const TOLERANCE_MS = 3

type DelayRound = Record<'few' | 'few99' | 'many' | 'many99' | 'updates', number>

/** C4: how long a token is held back so that others can travel with it. */
export const batchingDelay: Measure = {
  id: 'C4',
  title: 'Delay of a token',
  inQuick: false,
  async run(bench) {
    await using started = await startArms(names, bench.provider.url)
    const windowMs = bench.quick ? 2_000 : 4_000
    const run = (arm: Arm) => runRound(bench, arm, windowMs)
    await warmUp(bench, started.arms, run)
    const rounds = await interleave(bench, started.arms, bench.quick ? 1 : 5, run)
    const beyondRelay = (figure: keyof DelayRound) =>
      differences(figuresOf(rounds, figure)('fullstop'), figuresOf(rounds, figure)('next-relay'))
    return {
      method:
        'From the provider’s write of a token to the reader, with ' +
        `${FEW} and with ${MANY} answers at 50 tokens a second over ${windowMs / 1000} s. What a ` +
        'server holds back is what it takes beyond the Next relay, which holds nothing.',
      rows: names.flatMap((name) => rowsOf(rounds, name)),
      targets: [
        {
          claim: `median beyond the Next relay’s, ${FEW} answers`,
          unit: 'ms',
          values: beyondRelay('few'),
          limit: { atMost: TOLERANCE_MS },
        },
        {
          claim: `p99 beyond the Next relay’s, ${MANY} answers`,
          unit: 'ms',
          values: beyondRelay('many99'),
          limit: { atMost: 60 },
        },
        {
          claim: `Updates a token, ${FEW} answers`,
          unit: '',
          values: figuresOf(rounds, 'updates')('fullstop'),
          limit: { atLeast: 0.95 },
        },
      ],
    }
  },
}

async function runRound({ provider }: Bench, arm: Arm, windowMs: number): Promise<DelayRound> {
  const few = await measureDelays(FEW)
  const many = await measureDelays(MANY)
  return {
    few: median(few.delays),
    few99: percentile(few.delays, 99),
    many: median(many.delays),
    many99: percentile(many.delays, 99),
    updates: few.updates,
  }

  function measureDelays(streams: number): Promise<{ delays: number[]; updates: number }> {
    const run = async (readers: Parameters<typeof delaysOf>[0]) => {
      await pause(500)
      const health = await Health.watch(provider)
      const from = now()
      await pause(windowMs)
      const span = { from, to: now() }
      await health.end()
      health.judge()
      const delays = await delaysOf(readers, provider, span)
      const arrivals = readers.flatMap((reader) => reader.arrivals)
      const updates = arrivals.filter(({ at }) => at >= span.from && at <= span.to).length
      return { delays, updates: updates / delays.length }
    }
    return withBackground(arm, streams, run, { arrivals: true })
  }
}

function rowsOf(rounds: Rounds<DelayRound>, name: (typeof names)[number]): Row[] {
  const row = (label: string, figure: keyof DelayRound, unit = 'ms', charted = false): Row => ({
    label: `${armTitles[name]}, ${label}`,
    unit,
    values: figuresOf(rounds, figure)(name),
    charted,
  })
  return [
    row(`${FEW} answers, median`, 'few'),
    row(`${FEW} answers, p99`, 'few99'),
    row(`${FEW} answers, updates a token`, 'updates', ''),
    row(`${MANY} answers, median`, 'many'),
    row(`${MANY} answers, p99`, 'many99', 'ms', true),
  ]
}
