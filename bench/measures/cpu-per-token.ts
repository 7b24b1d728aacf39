import { setTimeout as pause } from 'node:timers/promises'
import { armTitles, type Arm, type ArmName } from '../arms/arm.ts'
import { startArms } from '../arms/start-arms.ts'
import { Health } from '../load/health.ts'
import { startReaders, tokensOf } from '../load/start-readers.ts'
import { interleave, warmUp } from '../rounds/interleave.ts'
import type { Bench, Measure, Measurement, Rounds } from '../rounds/measurement.ts'
import { cpuMilliseconds } from '../system/process-usage.ts'
import { figuresOf, ratios } from './figures.ts'

const STREAMS = 100
const RATE = 50

type Times = { rampMs: number; windowMs: number }
type CpuRound = { running: number; whole: number }

/** C1: the cost of a token while a hundred answers run at once. */
export const cpuPerToken: Measure = {
  id: 'C1',
  title: 'CPU per 1,000 tokens',
  inQuick: true,
  async run(bench) {
    const names = armsOf(bench)
    await using started = await startArms(names, bench.provider.url)
    const times = bench.quick
      ? { rampMs: 500, windowMs: 1_500 }
      : { rampMs: 1_000, windowMs: 5_000 }
    const run = (arm: Arm) => runRound(bench, arm, times)
    await warmUp(bench, started.arms, run)
    const rounds = await interleave(bench, started.arms, bench.quick ? 3 : 5, run)
    return measurementOf(names, rounds, times)
  },
}

function armsOf({ quick }: Bench): ArmName[] {
  const names: ArmName[] = ['node-relay', 'next-relay', 'textbook', 'fullstop']
  return quick ? names : [...names, 'fullstop-unsaved']
}

async function runRound(
  { provider }: Bench,
  arm: Arm,
  { rampMs, windowMs }: Times,
): Promise<CpuRound> {
  // Long enough that the window fits between the last start and the first end of an answer.
  const tokens = Math.ceil(((rampMs * 2 + windowMs) / 1000) * RATE)
  const cpuBefore = cpuMilliseconds(arm.processId)
  const readers = await startReaders(arm, STREAMS, { tokens, rate: RATE }, { rampMs })
  await pause(rampMs / 2)

  const health = await Health.watch(provider)
  const cpu = cpuMilliseconds(arm.processId)
  const seen = tokensOf(readers)
  // The window ends by arrivals, not by time: a server that lags has not yet paid for its tokens.
  const wanted = seen + STREAMS * RATE * (windowMs / 1000)
  while (tokensOf(readers) < wanted && !readers.some(({ failure }) => failure)) await pause(5)
  const running = (cpuMilliseconds(arm.processId) - cpu) / (tokensOf(readers) - seen)
  await health.end()

  await Promise.all(readers.map((reader) => reader.over))
  for (const reader of readers) reader.assertWhole(tokens)
  health.judge()
  const whole = (cpuMilliseconds(arm.processId) - cpuBefore) / (tokens * STREAMS)
  return { running: running * 1000, whole: whole * 1000 }
}

function measurementOf(
  names: readonly ArmName[],
  rounds: Rounds<CpuRound>,
  { windowMs }: Times,
): Measurement {
  const running = figuresOf(rounds, 'running')
  const whole = figuresOf(rounds, 'whole')
  return {
    method:
      `${STREAMS} answers at ${RATE} tokens a second; CPU time of the server's process, user and ` +
      `system, while all of them run and ${windowMs / 1000} s of their tokens arrive, by 1,000 ` +
      'tokens. "Whole" has the starts and ends of the answers in it.',
    rows: names.flatMap((name) => [
      { label: armTitles[name], unit: 'ms', values: running(name), charted: true },
      { label: `${armTitles[name]}, whole`, unit: 'ms', values: whole(name) },
    ]),
    targets: [
      {
        claim: 'Fullstop / textbook',
        unit: '×',
        values: ratios(running('fullstop'), running('textbook')),
        limit: { atMost: 0.25 },
      },
      {
        claim: 'Fullstop / Next relay',
        unit: '×',
        values: ratios(running('fullstop'), running('next-relay')),
        limit: { atMost: 0.75 },
      },
    ],
  }
}
