import { median } from '../../e2e/harness/median.ts'
import { startFullstop, type FullstopArm } from '../arms/fullstop.ts'
import { timedCall } from '../load/call.ts'
import { Health } from '../load/health.ts'
import { stopAnswer } from '../load/stop-answer.ts'
import { withBackground } from '../load/with-background.ts'
import { percentile } from '../report/statistics.ts'
import { untilAccepted } from '../rounds/interleave.ts'
import type { Bench, Measure, Row, Target } from '../rounds/measurement.ts'
import { differences } from './figures.ts'

/** How many answers run, with the stopped one, and how many ms a stop may take beyond a call. */
const loads = [
  { streams: 1, atMost: 5 },
  { streams: 200, atMost: 15 },
]

/** An overloaded server takes seconds for a stop: as many stops as fit in here are enough. */
const mostSecondsOf = ({ quick }: Bench) => (quick ? 15 : 90)

const MOST_DELAY_MS = 250

type StopRound = Record<'stopMedian' | 'stop99' | 'callMedian' | 'call99', number>

/** C5: how long the provider goes on sending after Stop was pressed. */
export const stopLatency: Measure = {
  id: 'C5',
  title: 'From the stop to the provider’s closed socket',
  inQuick: true,
  async run(bench) {
    await using arm = await startFullstop(bench.provider.url)
    const stops = bench.quick ? 30 : 500
    const rounds = loads.map(() => [] as StopRound[])
    await runRound(bench, arm, { streams: 1, stops: 20 })
    for (let round = 0; round < (bench.quick ? 1 : 5); round += 1) {
      for (const [index, { streams }] of loads.entries()) {
        const run = () => runRound(bench, arm, { streams, stops })
        const figures = await untilAccepted(bench.say, run)
        bench.say(
          `${streams} active: stop ${figures.stop99.toFixed(1)} ms, call ${figures.call99.toFixed(1)} ms`,
        )
        rounds[index]?.push(figures)
      }
    }
    return {
      method:
        `${stops} stops a round, each at a random moment between two tokens, from the press to ` +
        'the close as the provider saw it, with 1 and with 200 active answers at 50 tokens a ' +
        'second. After each stop a trivial call (`GET /api/models`) of the same process.',
      rows: loads.flatMap(({ streams }, index) => rowsOf(streams, rounds[index] ?? [])),
      targets: loads.map((load, index) => targetOf(load, rounds[index] ?? [])),
    }
  },
}

async function runRound(
  bench: Bench,
  arm: FullstopArm,
  { streams, stops }: { streams: number; stops: number },
): Promise<StopRound> {
  const { provider } = bench
  const closed: number[] = []
  const calls: number[] = []
  await withBackground(arm, streams - 1, async () => {
    const health = await Health.watch(provider, MOST_DELAY_MS)
    const endAt = performance.now() + mostSecondsOf(bench) * 1000
    while (closed.length < stops && performance.now() < endAt) {
      closed.push((await stopAnswer(arm, provider)).closedInMs)
      calls.push((await timedCall(arm, arm.trivial)).tookMs)
    }
    await health.end()
    health.judge()
  })
  return {
    stopMedian: median(closed),
    stop99: percentile(closed, 99),
    callMedian: median(calls),
    call99: percentile(calls, 99),
  }
}

function rowsOf(streams: number, rounds: readonly StopRound[]): Row[] {
  const row = (label: string, figure: keyof StopRound, charted = false): Row => ({
    label: `${label}, ${streams} active`,
    unit: 'ms',
    values: rounds.map((round) => round[figure]),
    charted,
  })
  return [
    row('Stop, median', 'stopMedian'),
    row('Stop, p99', 'stop99', true),
    row('Trivial call, median', 'callMedian'),
    row('Trivial call, p99', 'call99', true),
  ]
}

function targetOf({ streams, atMost }: (typeof loads)[number], rounds: StopRound[]): Target {
  return {
    claim: `p99 of a stop beyond that of a trivial call, ${streams} active`,
    unit: 'ms',
    values: differences(
      rounds.map(({ stop99 }) => stop99),
      rounds.map(({ call99 }) => call99),
    ),
    limit: { atMost },
  }
}
