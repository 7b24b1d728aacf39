import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../../e2e/harness/median.ts'
import { countCommits } from '../../e2e/harness/sqlite-commits.ts'
import { armTitles } from '../arms/arm.ts'
import { startFullstop, type FullstopArm } from '../arms/fullstop.ts'
import { Health } from '../load/health.ts'
import { delaysOf } from '../load/token-delays.ts'
import { withBackground } from '../load/with-background.ts'
import { percentile } from '../report/statistics.ts'
import { interleave, warmUp } from '../rounds/interleave.ts'
import type { Bench, Measure } from '../rounds/measurement.ts'
import { now } from '../system/clock.ts'
import { figuresOf, ratios } from './figures.ts'

const STREAMS = 200
const names = ['fullstop', 'fullstop-unsaved'] as const

type SavingRound = { commits: number; median: number; p99: number }

/** C9: the cost of saving for running answers. */
export const saving: Measure = {
  id: 'C9',
  title: 'Saving while 200 answers run',
  inQuick: false,
  async run(bench) {
    const { url } = bench.provider
    await using saved = await startFullstop(url)
    await using unsaved = await startFullstop(url, { saving: false })
    const arms = [saved, unsaved]
    const windowMs = bench.quick ? 2_000 : 5_000
    const run = (arm: FullstopArm) => runRound(bench, arm, windowMs)
    await warmUp(bench, arms, run)
    const rounds = await interleave(bench, arms, bench.quick ? 1 : 5, run)
    const p99 = figuresOf(rounds, 'p99')
    return {
      method:
        `${STREAMS} answers at 50 tokens a second for ${windowMs / 1000} s in which none starts or ` +
        'ends. Commits as the database counts them; a token’s delay from the provider’s write to ' +
        'the reader. With saving off nothing is written before an answer’s end.',
      rows: names.flatMap((name) => [
        {
          label: `${armTitles[name]}, commits`,
          unit: 'a second',
          values: figuresOf(rounds, 'commits')(name),
        },
        {
          label: `${armTitles[name]}, delay, median`,
          unit: 'ms',
          values: figuresOf(rounds, 'median')(name),
        },
        { label: `${armTitles[name]}, delay, p99`, unit: 'ms', values: p99(name) },
      ]),
      targets: [
        {
          claim: 'Commits of all streams',
          unit: 'a second',
          values: figuresOf(rounds, 'commits')('fullstop'),
          limit: { atMost: 8 },
        },
        {
          claim: 'p99 of a token’s delay, saving on / off',
          unit: '×',
          values: ratios(p99('fullstop'), p99('fullstop-unsaved')),
          limit: { atMost: 1.2 },
        },
      ],
    }
  },
}

async function runRound(
  { provider }: Bench,
  arm: FullstopArm,
  windowMs: number,
): Promise<SavingRound> {
  return withBackground(
    arm,
    STREAMS,
    async (readers) => {
      await pause(500)
      const health = await Health.watch(provider)
      const before = countCommits(arm.databaseFile)
      const from = now()
      await pause(windowMs)
      const to = now()
      const commits = (countCommits(arm.databaseFile) - before) / ((to - from) / 1000)
      await health.end()
      health.judge()
      const delays = await delaysOf(readers, provider, { from, to })
      return { commits, median: median(delays), p99: percentile(delays, 99) }
    },
    { arrivals: true },
  )
}
