import { setTimeout as pause } from 'node:timers/promises'
import { median } from '../../e2e/harness/median.ts'
import { armTitles, type Arm, type ArmName } from '../arms/arm.ts'
import { startArms } from '../arms/start-arms.ts'
import { Health } from '../load/health.ts'
import type { Reader } from '../load/reader.ts'
import { startReader } from '../load/start-readers.ts'
import type { Provider } from '../provider/provider.ts'
import { interleave, warmUp } from '../rounds/interleave.ts'
import type { Bench, Measure } from '../rounds/measurement.ts'
import { cpuMilliseconds } from '../system/process-usage.ts'
import { differences, figuresOf, ratios } from './figures.ts'

const names: readonly ArmName[] = ['node-relay', 'next-relay', 'textbook', 'fullstop']
const CROWD = 50

/** How long the provider waits before it answers. */
const DELAY_MS = 100

/** Fifty answers at once are a burst for the provider too, but its own time is subtracted. */
const MOST_DELAY_MS = 500

type FirstTextRound = { alone: number; crowded: number; cpu: number; startedBefore: number }

/** C3: the time that a server adds to the wait for the first text, and what a send costs it. */
export const firstText: Measure = {
  id: 'C3',
  title: 'First text of an answer, beyond what the provider took',
  inQuick: true,
  async run(bench) {
    await using started = await startArms(names, bench.provider.url)
    const times = bench.quick ? { alone: 6, crowds: 1 } : { alone: 25, crowds: 5 }
    const run = (arm: Arm) => runRound(bench, arm, times)
    await warmUp(bench, started.arms, run)
    const rounds = await interleave(bench, started.arms, bench.quick ? 2 : 5, run)
    const alone = figuresOf(rounds, 'alone')
    const crowded = figuresOf(rounds, 'crowded')
    const cpu = figuresOf(rounds, 'cpu')
    return {
      method:
        `The provider sends its headers and its first token ${DELAY_MS} ms after the request. From ` +
        'the reader’s request to its first text, less what the provider took from getting its ' +
        `request to sending; median of ${times.alone} answers one after the other, and of ` +
        `${times.crowds} times ${CROWD} asked for at once. CPU time of the server’s process by send, ` +
        'with the whole of its three tokens, while they are asked for at once.',
      rows: names.flatMap((name) => [
        { label: `${armTitles[name]}, one`, unit: 'ms', values: alone(name), charted: true },
        {
          label: `${armTitles[name]}, ${CROWD} at once`,
          unit: 'ms',
          values: crowded(name),
          charted: true,
        },
        { label: `${armTitles[name]}, CPU of a send`, unit: 'ms', values: cpu(name) },
      ]),
      targets: [
        {
          claim: 'p50 beyond the Next relay’s, one',
          unit: 'ms',
          values: differences(alone('fullstop'), alone('next-relay')),
          limit: { atMost: 3 },
        },
        {
          claim: `p50 beyond the Next relay’s, ${CROWD} at once`,
          unit: 'ms',
          values: differences(crowded('fullstop'), crowded('next-relay')),
          limit: { atMost: 60 },
        },
        {
          claim: 'CPU of a send, Fullstop / Next relay',
          unit: '×',
          values: ratios(cpu('fullstop'), cpu('next-relay')),
          limit: { atMost: 1.6 },
        },
        {
          claim: 'Answers whose `start` arrived before the provider answered',
          unit: '%',
          values: figuresOf(rounds, 'startedBefore')('fullstop'),
          limit: { atLeast: 100 },
        },
      ],
    }
  },
}

async function runRound(
  { provider }: Bench,
  arm: Arm,
  times: { alone: number; crowds: number },
): Promise<FirstTextRound> {
  const health = await Health.watch(provider, MOST_DELAY_MS)
  const alone: FirstText[] = []
  for (let time = 0; time < times.alone; time += 1) alone.push(...(await ask(arm, provider, 1)))
  const crowded: FirstText[] = []
  const cpuBefore = cpuMilliseconds(arm.processId)
  for (let time = 0; time < times.crowds; time += 1) {
    crowded.push(...(await ask(arm, provider, CROWD)))
  }
  const cpu = (cpuMilliseconds(arm.processId) - cpuBefore) / crowded.length
  await health.end()
  health.judge()
  const all = [...alone, ...crowded]
  return {
    alone: median(alone.map(({ addedMs }) => addedMs)),
    crowded: median(crowded.map(({ addedMs }) => addedMs)),
    cpu,
    startedBefore: (all.filter((text) => text.startedBefore).length / all.length) * 100,
  }
}

type FirstText = { addedMs: number; startedBefore: boolean }

async function ask(arm: Arm, provider: Provider, count: number): Promise<FirstText[]> {
  const script = { tokens: 3, rate: 500, delay: DELAY_MS }
  const readers = Array.from({ length: count }, () => startReader(arm, script))
  await Promise.all(readers.map((reader) => reader.over))
  for (const reader of readers) reader.assertWhole(script.tokens)
  // The work at the end of an answer must not delay the start of the next one.
  await pause(20)
  return Promise.all(readers.map((reader) => firstTextOf(reader, provider)))
}

async function firstTextOf(reader: Reader, provider: Provider): Promise<FirstText> {
  const { startedAt, sentAt } = await provider.call(reader.key)
  const answeredAt = sentAt[0] ?? Number.NaN
  const waitedMs = (reader.firstTokenAt ?? Number.NaN) - reader.askedAt
  return {
    addedMs: waitedMs - (answeredAt - startedAt),
    startedBefore: (reader.startedAt ?? Infinity) < answeredAt,
  }
}
