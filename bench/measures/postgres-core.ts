import { setTimeout as pause } from 'node:timers/promises'
import { startClusterArms, type ClusterArms } from '../arms/cluster.ts'
import { Health } from '../load/health.ts'
import { withBackground } from '../load/with-background.ts'
import { untilAccepted } from '../rounds/interleave.ts'
import type { Bench, Measure } from '../rounds/measurement.ts'
import { familyCpuMilliseconds } from '../system/process-usage.ts'

const STREAMS = 200

/** CPU time of PostgreSQL in milliseconds a second, without answers and by answer. */
type CoreRound = { idle: number; anAnswer: number }

/** S4: how many running answers one core of PostgreSQL saves. */
export const postgresCore: Measure = {
  id: 'S4',
  title: 'Running answers for each core of PostgreSQL',
  inQuick: false,
  async run(bench) {
    await using arms = await startClusterArms(bench.provider.url)
    const windowMs = bench.quick ? 3_000 : 8_000
    const run = () => runRound(bench, arms, windowMs)
    await run().catch(() => bench.say('the warm-up was disturbed'))
    const rounds: CoreRound[] = []
    for (let round = 0; round < (bench.quick ? 1 : 5); round += 1) {
      const figures = await untilAccepted(bench.say, run)
      bench.say(`${figures.anAnswer.toFixed(3)} ms a second for an answer`)
      rounds.push(figures)
    }
    return {
      method:
        `Two servers, and ${STREAMS} answers at 50 tokens a second on one of them. CPU time of all ` +
        `processes of PostgreSQL over ${windowMs / 1000} s in which none starts or ends, less what ` +
        'it takes without answers; a core has 1,000 ms a second.',
      rows: [
        {
          label: 'Answers for each core',
          unit: 'answers',
          values: rounds.map(({ anAnswer }) => 1_000 / anAnswer),
          charted: true,
        },
        {
          label: 'CPU of a running answer',
          unit: 'ms a second',
          values: rounds.map(({ anAnswer }) => anAnswer),
        },
        {
          label: 'CPU without answers',
          unit: 'ms a second',
          values: rounds.map(({ idle }) => idle),
        },
      ],
      targets: [],
    }
  },
}

async function runRound(
  { provider }: Bench,
  { owner, postgresProcessId }: ClusterArms,
  windowMs: number,
): Promise<CoreRound> {
  const aSecond = async () => {
    const before = familyCpuMilliseconds(postgresProcessId)
    const from = performance.now()
    await pause(windowMs)
    const seconds = (performance.now() - from) / 1000
    return (familyCpuMilliseconds(postgresProcessId) - before) / seconds
  }
  const idle = await aSecond()
  const busy = await withBackground(owner, STREAMS, async () => {
    await pause(1_000)
    const health = await Health.watch(provider)
    const cpu = await aSecond()
    await health.end()
    health.judge()
    return cpu
  })
  return { idle, anAnswer: (busy - idle) / STREAMS }
}
