import { armTitles, type Arm } from '../arms/arm.ts'
import { startArms } from '../arms/start-arms.ts'
import { Health } from '../load/health.ts'
import { stopAnswer } from '../load/stop-answer.ts'
import { percentile } from '../report/statistics.ts'
import { interleave, warmUp } from '../rounds/interleave.ts'
import type { Bench, Measure } from '../rounds/measurement.ts'
import { figuresOf } from './figures.ts'

type TokensRound = { mean: number; p99: number; most: number }

/** C6: the tokens that are still sent, and billed, after Stop was pressed. */
export const tokensAfterStop: Measure = {
  id: 'C6',
  title: 'Tokens that the provider sends after a stop',
  inQuick: true,
  async run(bench) {
    await using started = await startArms(['textbook', 'fullstop'], bench.provider.url)
    const stops = bench.quick ? 30 : 200
    const run = (arm: Arm) => runRound(bench, arm, stops)
    await warmUp(bench, started.arms, (arm) => runRound(bench, arm, 20))
    const rounds = await interleave(bench, started.arms, bench.quick ? 2 : 5, run)
    const names = ['textbook', 'fullstop'] as const
    return {
      method:
        `${stops} stops a round of an answer at 50 tokens a second, at random moments; what the ` +
        'provider wrote after the press. The textbook’s stop is hanging up, which its route hands ' +
        'on; unlike Fullstop’s, it works only from the tab that asked, and nothing is kept.',
      rows: names.flatMap((name) =>
        (['mean', 'p99', 'most'] as const).map((figure) => ({
          label: `${armTitles[name]}, ${figure}`,
          unit: 'tokens',
          values: figuresOf(rounds, figure)(name),
        })),
      ),
      targets: [
        {
          claim: 'p99 of the tokens after a stop',
          unit: 'tokens',
          values: figuresOf(rounds, 'p99')('fullstop'),
          limit: { atMost: 1 },
        },
      ],
    }
  },
}

async function runRound({ provider }: Bench, arm: Arm, stops: number): Promise<TokensRound> {
  const health = await Health.watch(provider)
  const tokens: number[] = []
  for (let stop = 0; stop < stops; stop += 1) {
    tokens.push((await stopAnswer(arm, provider)).tokensAfter)
  }
  await health.end()
  health.judge()
  return {
    mean: tokens.reduce((sum, count) => sum + count, 0) / tokens.length,
    p99: percentile(tokens, 99),
    most: Math.max(...tokens),
  }
}
