import { setTimeout as pause } from 'node:timers/promises'
import { startClusterArms, type ClusterArms, type ServerArm } from '../arms/cluster.ts'
import { Health } from '../load/health.ts'
import { startFollowed } from '../load/start-followed.ts'
import { tokensOf } from '../load/start-readers.ts'
import { untilAccepted } from '../rounds/interleave.ts'
import type { Bench, Measure, Measurement, Row } from '../rounds/measurement.ts'
import { cpuMilliseconds, familyCpuMilliseconds } from '../system/process-usage.ts'
import { ratios } from './figures.ts'

const STREAMS = 100
const RATE = 50

/** The bound is whichever of these is larger. */
const MOST_RATIO = 1.3
const MOST_MICROSECONDS_AN_UPDATE = 30

type Times = { rampMs: number; windowMs: number }

/** CPU milliseconds by 1,000 tokens, and updates by token. */
type TextRound = Record<'owner' | 'redis' | 'other' | 'postgres' | 'updates', number>

/** S2: what a token costs more whose reader is at another server. */
export const remoteText: Measure = {
  id: 'S2',
  title: 'CPU of text that is read at another server',
  inQuick: true,
  async run(bench) {
    await using arms = await startClusterArms(bench.provider.url)
    const times = bench.quick
      ? { rampMs: 1_000, windowMs: 2_000 }
      : { rampMs: 2_000, windowMs: 6_000 }
    const ways = [arms.owner, arms.other].map(
      (readAt) => () => runRound(bench, arms, { readAt, ...times }),
    )
    for (const run of ways) await run().catch(() => bench.say('the warm-up was disturbed'))
    const rounds: TextRound[][] = ways.map(() => [])
    for (let round = 0; round < (bench.quick ? 2 : 5); round += 1) {
      for (const [index, run] of ways.entries()) {
        const figures = await untilAccepted(bench.say, run)
        rounds[index]?.push(figures)
        bench.say(`${index === 0 ? 'at the owner' : 'elsewhere'}: ${describe(figures)}`)
      }
    }
    const [local = [], remote = []] = rounds
    return measurementOf(local, remote, times)
  },
}

async function runRound(
  { provider }: Bench,
  arms: ClusterArms,
  { readAt, rampMs, windowMs }: Times & { readAt: ServerArm },
): Promise<TextRound> {
  const { owner, other, redisProcessId, postgresProcessId } = arms
  // Long enough that the window fits between the last start and the first end of an answer.
  const tokens = Math.ceil(((rampMs * 3 + windowMs) / 1000) * RATE)
  const readers = await startFollowed({ owner, readAt }, STREAMS, { tokens, rate: RATE }, rampMs)
  await pause(rampMs / 2)

  const health = await Health.watch(provider)
  const look = () => ({
    owner: cpuMilliseconds(owner.processId),
    redis: cpuMilliseconds(redisProcessId),
    other: cpuMilliseconds(other.processId),
    postgres: familyCpuMilliseconds(postgresProcessId),
    updates: readers.reduce((sum, { chunks }) => sum + chunks, 0),
  })
  const before = look()
  const seen = tokensOf(readers)
  const wanted = seen + STREAMS * RATE * (windowMs / 1000)
  while (tokensOf(readers) < wanted && !readers.some(({ failure }) => failure)) await pause(5)
  const after = look()
  const read = tokensOf(readers) - seen
  await health.end()

  await Promise.all(readers.map((reader) => reader.over))
  for (const reader of readers) reader.assertWhole(tokens)
  health.judge()
  const cost = (what: keyof TextRound) => ((after[what] - before[what]) / read) * 1000
  return {
    owner: cost('owner'),
    redis: cost('redis'),
    other: cost('other'),
    postgres: cost('postgres'),
    updates: cost('updates') / 1000,
  }
}

function measurementOf(
  local: readonly TextRound[],
  remote: readonly TextRound[],
  { windowMs }: Times,
): Measurement {
  const together = (rounds: readonly TextRound[]) =>
    rounds.map(({ owner, redis, other }) => owner + redis + other)
  const more = ratios(together(remote), together(local))
  // Milliseconds by 1,000 tokens are microseconds by token.
  const anUpdate = together(remote).map((cost, round) => {
    return (cost - (together(local)[round] ?? Number.NaN)) / (remote[round]?.updates ?? Number.NaN)
  })
  const row = (label: string, values: readonly number[], unit = 'ms', charted = false): Row => {
    return { label, unit, values, charted }
  }
  const parts = (where: string, rounds: readonly TextRound[]) => [
    row(`${where}, all three`, together(rounds), 'ms', true),
    row(
      `${where}, the owner`,
      rounds.map(({ owner }) => owner),
    ),
    row(
      `${where}, Redis`,
      rounds.map(({ redis }) => redis),
    ),
    row(
      `${where}, the other server`,
      rounds.map(({ other }) => other),
    ),
    row(
      `${where}, PostgreSQL beside them`,
      rounds.map(({ postgres }) => postgres),
    ),
    row(
      `${where}, updates a token`,
      rounds.map(({ updates }) => updates),
      '',
    ),
  ]
  return {
    method:
      `Two servers, and ${STREAMS} answers at ${RATE} tokens a second on one of them, each with one ` +
      'reader: at that server, or at the other one. CPU time by 1,000 tokens of both servers and ' +
      `Redis together while ${windowMs / 1000} s of the tokens arrive; the server that has no part ` +
      'in a local answer counts there, too. An update is what a reader gets in one piece.',
    rows: [
      ...parts('Read at the owner', local),
      ...parts('Read elsewhere', remote),
      row('Elsewhere / at the owner', more, '×'),
      row('An update more, elsewhere', anUpdate, 'µs'),
    ],
    targets: [
      {
        claim: `CPU beyond the larger of ${MOST_RATIO} × and ${MOST_MICROSECONDS_AN_UPDATE} µs an update more`,
        unit: '× the bound',
        values: more.map((ratio, round) =>
          Math.min(ratio / MOST_RATIO, (anUpdate[round] ?? 0) / MOST_MICROSECONDS_AN_UPDATE),
        ),
        limit: { atMost: 1 },
      },
    ],
  }
}

function describe({ owner, redis, other, updates }: TextRound): string {
  return `owner ${owner.toFixed(1)}, Redis ${redis.toFixed(1)}, other ${other.toFixed(1)} ms, ${updates.toFixed(2)} updates a token`
}
