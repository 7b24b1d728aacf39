import { median } from '../../e2e/harness/median.ts'
import { startClusterArms, type ClusterArms } from '../arms/cluster.ts'
import { Health } from '../load/health.ts'
import { stopAnswer } from '../load/stop-answer.ts'
import { withBackground } from '../load/with-background.ts'
import { percentile } from '../report/statistics.ts'
import { untilAccepted } from '../rounds/interleave.ts'
import type { Bench, Measure, Row } from '../rounds/measurement.ts'
import { differences } from './figures.ts'

/** How many answers run, with the stopped one. */
const STREAMS = 100

const MOST_MS_BEYOND = 50
const MOST_DELAY_MS = 250

const mostSecondsOf = ({ quick }: Bench) => (quick ? 20 : 120)

type StopRound = Record<'localMedian' | 'local99' | 'remoteMedian' | 'remote99', number>

/** S1: how much longer the provider goes on sending when Stop reaches another server than the owner. */
export const remoteStop: Measure = {
  id: 'S1',
  title: 'From a stop at another server to the provider’s closed socket',
  inQuick: true,
  async run(bench) {
    await using arms = await startClusterArms(bench.provider.url)
    const stops = bench.quick ? 30 : 300
    await runRound(bench, arms, 10).catch(() => bench.say('the warm-up was disturbed'))
    const rounds: StopRound[] = []
    for (let round = 0; round < (bench.quick ? 1 : 5); round += 1) {
      const figures = await untilAccepted(bench.say, () => runRound(bench, arms, stops))
      const { local99, remote99 } = figures
      bench.say(`p99 at the owner ${local99.toFixed(1)} ms, elsewhere ${remote99.toFixed(1)} ms`)
      rounds.push(figures)
    }
    const of = (figure: keyof StopRound) => rounds.map((round) => round[figure])
    const row = (label: string, figure: keyof StopRound, charted = false): Row => {
      return { label, unit: 'ms', values: of(figure), charted }
    }
    return {
      method:
        `Two servers, and ${STREAMS} answers at 50 tokens a second on one of them. ${stops} stops a ` +
        'round at that server and as many at the other one, in turn, each at a random moment ' +
        'between two tokens: from the press to the close as the provider saw it. The way to either ' +
        'server is the same, so the difference is what comes after the arrival of the cancel.',
      rows: [
        row('At the server of the answer, median', 'localMedian'),
        row('At the server of the answer, p99', 'local99', true),
        row('At another server, median', 'remoteMedian'),
        row('At another server, p99', 'remote99', true),
      ],
      targets: [
        {
          claim: 'p99 of a stop at another server beyond that of a local one',
          unit: 'ms',
          values: differences(of('remote99'), of('local99')),
          limit: { atMost: MOST_MS_BEYOND },
        },
      ],
    }
  },
}

async function runRound(
  bench: Bench,
  { owner, other }: ClusterArms,
  stops: number,
): Promise<StopRound> {
  const { provider } = bench
  const local: number[] = []
  const remote: number[] = []
  await withBackground(owner, STREAMS - 1, async () => {
    const health = await Health.watch(provider, MOST_DELAY_MS)
    const endAt = performance.now() + mostSecondsOf(bench) * 1000
    while (local.length < stops && performance.now() < endAt) {
      local.push((await stopAnswer(owner, provider)).closedInMs)
      remote.push((await stopAnswer(owner, provider, other)).closedInMs)
    }
    await health.end()
    health.judge()
  })
  return {
    localMedian: median(local),
    local99: percentile(local, 99),
    remoteMedian: median(remote),
    remote99: percentile(remote, 99),
  }
}
