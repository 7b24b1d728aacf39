import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../../e2e/harness/median.ts'
import { startFullstop, type FullstopArm } from '../arms/fullstop.ts'
import { Health } from '../load/health.ts'
import { Reader } from '../load/reader.ts'
import { startReader } from '../load/start-readers.ts'
import { stopReader } from '../load/with-background.ts'
import { percentile } from '../report/statistics.ts'
import { untilAccepted } from '../rounds/interleave.ts'
import type { Bench, Measure } from '../rounds/measurement.ts'
import { cpuMilliseconds } from '../system/process-usage.ts'
import { ratios } from './figures.ts'

const LENGTH = 10_000
const FOLLOWERS = 20
const RATE = 50

type FollowingRound = Record<
  'byteMedian' | 'byteWorst' | 'textMedian' | 'wholeMedian' | 'one' | 'many',
  number
>

/** C10: how long it takes to join a running answer, and what more readers of it cost. */
export const following: Measure = {
  id: 'C10',
  title: 'Joining a running answer',
  inQuick: false,
  async run(bench) {
    await using arm = await startFullstop(bench.provider.url)
    const windowMs = bench.quick ? 3_000 : 8_000
    const run = () => runRound(bench, arm, windowMs)
    await run().catch(() => bench.say('the warm-up was disturbed'))
    const rounds: FollowingRound[] = []
    for (let round = 0; round < (bench.quick ? 1 : 5); round += 1) {
      const figures = await untilAccepted(bench.say, run)
      bench.say(
        Object.entries(figures)
          .map(([name, value]) => `${name} ${value.toFixed(2)}`)
          .join(', '),
      )
      rounds.push(figures)
    }
    const of = (figure: keyof FollowingRound) => rounds.map((round) => round[figure])
    return {
      method:
        `20 joins a round of an answer that has ${LENGTH} tokens and goes on at ${RATE} a second, ` +
        'each after the other. Then CPU time of the process by 1,000 tokens of one answer at ' +
        `${RATE} a second, over ${windowMs / 1000} s, with one reader and with ${FOLLOWERS}.`,
      rows: [
        { label: 'First byte, median', unit: 'ms', values: of('byteMedian') },
        { label: 'First byte, slowest of 20', unit: 'ms', values: of('byteWorst') },
        { label: 'First text, median', unit: 'ms', values: of('textMedian') },
        { label: `All ${LENGTH} tokens, median`, unit: 'ms', values: of('wholeMedian') },
        { label: 'One reader, CPU', unit: 'ms', values: of('one') },
        { label: `${FOLLOWERS} readers, CPU`, unit: 'ms', values: of('many') },
      ],
      targets: [
        {
          claim: 'First byte of a join, median',
          unit: 'ms',
          values: of('byteMedian'),
          limit: { atMost: 15 },
        },
        {
          claim: `CPU with ${FOLLOWERS} readers / with one`,
          unit: '×',
          values: ratios(of('many'), of('one')),
          limit: { atMost: 2 },
        },
      ],
    }
  },
}

async function runRound(
  { provider }: Bench,
  arm: FullstopArm,
  windowMs: number,
): Promise<FollowingRound> {
  const health = await Health.watch(provider)
  const joins = await joinLongAnswer(arm)
  const costs = await costOfReaders(arm, windowMs)
  await health.end()
  health.judge()
  const after = (moment: (join: Join) => number) => joins.map(moment)
  return {
    byteMedian: median(after(({ byteMs }) => byteMs)),
    byteWorst: percentile(
      after(({ byteMs }) => byteMs),
      100,
    ),
    textMedian: median(after(({ textMs }) => textMs)),
    wholeMedian: median(after(({ wholeMs }) => wholeMs)),
    ...costs,
  }
}

type Join = { byteMs: number; textMs: number; wholeMs: number }

async function joinLongAnswer(arm: FullstopArm): Promise<Join[]> {
  const answer = startReader(arm, { tokens: 99_999, rate: RATE, burst: LENGTH })
  await answer.until(LENGTH)
  const joins: Join[] = []
  for (let join = 0; join < 20; join += 1) {
    const follower = new Reader(arm, answer.key, arm.follow(answer.key), { arrivals: true })
    await follower.until(LENGTH)
    const since = (moment: number | undefined) => (moment ?? Number.NaN) - follower.askedAt
    joins.push({
      byteMs: since(follower.firstByteAt),
      textMs: since(follower.firstTokenAt),
      wholeMs: since(follower.arrivals.find(({ tokens }) => tokens >= LENGTH)?.at),
    })
    follower.close()
    await pause(20)
  }
  await stopReader(arm, answer)
  return joins
}

/** CPU milliseconds by 1,000 tokens of one answer, with one reader and then with all of them. */
async function costOfReaders(
  arm: FullstopArm,
  windowMs: number,
): Promise<{ one: number; many: number }> {
  const answer = startReader(arm, { tokens: 99_999, rate: RATE })
  await answer.until(RATE)
  const cost = async () => {
    const before = cpuMilliseconds(arm.processId)
    const seen = answer.tokens
    await pause(windowMs)
    return ((cpuMilliseconds(arm.processId) - before) / (answer.tokens - seen)) * 1000
  }
  const one = await cost()
  const others = Array.from(
    { length: FOLLOWERS - 1 },
    () => new Reader(arm, answer.key, arm.follow(answer.key)),
  )
  await Promise.all(others.map((reader) => reader.until(RATE)))
  const many = await cost()
  await stopReader(arm, answer)
  for (const reader of others) reader.assertWhole(answer.tokens)
  return { one, many }
}
