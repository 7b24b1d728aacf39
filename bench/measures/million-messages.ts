import { startInstalled, type InstalledServer } from '../arms/installed.ts'
import { keptInstallation } from '../installation/kept-installation.ts'
import { deedsOn, type Deed } from '../load/deeds.ts'
import { Health } from '../load/health.ts'
import { percentile } from '../report/statistics.ts'
import { untilAccepted } from '../rounds/interleave.ts'
import type { Bench, Measure, Row, Target } from '../rounds/measurement.ts'
import { cpuMilliseconds } from '../system/process-usage.ts'
import { ratios } from './figures.ts'

const MOST_RATIO = 1.5
const MOST_RATIO_OF_START = 1.2
const MOST_MS_OF_SEARCH = 60
const MOST_MS_OF_STEP = 15

const WARM_UPS = 3

/** A deed that takes long is done less often. */
const MOST_MS_OF_DEED = 4_000

/** In milliseconds; the CPU time of the server's process is of one time. */
type DeedFigures = {
  kind: Deed['kind']
  median: number
  p95: number
  step: number
  cpu: number
}

type Figure = Exclude<keyof DeedFigures, 'kind'>

/** The figures of one round on one file. */
type FileRound = {
  ready: number
  pruning: number
  pruningStep: number
  deeds: ReadonlyMap<string, DeedFigures>
}

/** C12: whether calls become slower when others have a million messages. */
export const millionMessages: Measure = {
  id: 'C12',
  title: 'Growth with a million messages',
  inQuick: false,
  async run(bench) {
    const messages = bench.quick ? 100_000 : 1_000_000
    const bigFile = await keptInstallation(messages, bench.say)
    const emptyFile = await keptInstallation(0, bench.say)
    const big: FileRound[] = []
    const empty: FileRound[] = []
    for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) {
      big.push(await runRound(bench, bigFile))
      empty.push(await runRound(bench, emptyFile))
    }
    const names = [...(big[0]?.deeds.keys() ?? [])]
    return {
      method:
        'A file in which a person has 1,000 chats of 20 messages and one of 2,000, another person a ' +
        `dozen chats, and others ${messages.toLocaleString('en-US')} messages ("big"), and the same ` +
        'file without those of others ("empty"), in turn, each in a fresh copy with a server of its ' +
        `own. What a person does up to 200 times, at most ${MOST_MS_OF_DEED / 1000} s: from the call ` +
        'to the whole answer; of a send to its `start`, of a reconnect to the first byte. A step is ' +
        'the longest time in which the server’s event loop stood still.',
      rows: [
        ...rowsOfStart('big', big),
        ...rowsOfStart('empty', empty),
        ...names.flatMap((name) => rowsOfDeed(name, big, empty)),
      ],
      targets: targetsOf(names, big, empty),
    }
  },
}

async function runRound(bench: Bench, file: string): Promise<FileRound> {
  await using server = await startInstalled(file, bench.provider.url)
  const ready = server.readyInMs
  const { tookMs, longestStepMs } = server.pruning
  bench.say(
    `ready in ${ready.toFixed()} ms, pruned in ${tookMs.toFixed()} ms, step ${longestStepMs.toFixed(1)}`,
  )
  const deeds = new Map<string, DeedFigures>()
  for (const deed of await deedsOn(server)) {
    const figures = await untilAccepted(bench.say, () => figuresOf(bench, server, deed))
    const { median, p95, step, cpu } = figures
    bench.say(
      `${deed.name}: p50 ${median.toFixed(1)}, p95 ${p95.toFixed(1)}, step ${step.toFixed(1)}, CPU ${cpu.toFixed(1)} ms`,
    )
    deeds.set(deed.name, figures)
  }
  return { ready, pruning: tookMs, pruningStep: longestStepMs, deeds }
}

async function figuresOf(
  { provider }: Bench,
  server: InstalledServer,
  deed: Deed,
): Promise<DeedFigures> {
  await deed.begin?.()
  const health = await Health.watch(provider)
  const warmUp = await repeat(server, deed, WARM_UPS)
  // What takes seconds takes them warm, too.
  const isSlow = warmUp.took.length < WARM_UPS
  const { took, cpu, step } = isSlow ? warmUp : await repeat(server, deed, deed.times)
  await health.end()
  await deed.end?.()
  health.judge()
  return { kind: deed.kind, median: percentile(took, 50), p95: percentile(took, 95), step, cpu }
}

/** Repeats a deed this often, or until its time is up. */
async function repeat(server: InstalledServer, deed: Deed, times: number) {
  await server.longestStep()
  const cpuBefore = cpuMilliseconds(server.processId)
  const took: number[] = []
  const endAt = performance.now() + MOST_MS_OF_DEED
  do took.push(await deed.run())
  while (took.length < times && performance.now() < endAt)
  const cpu = (cpuMilliseconds(server.processId) - cpuBefore) / took.length
  return { took, cpu, step: await server.longestStep() }
}

function rowsOfStart(file: string, rounds: readonly FileRound[]): Row[] {
  const row = (label: string, figure: 'ready' | 'pruning' | 'pruningStep'): Row => ({
    label: `${label}, ${file}`,
    unit: 'ms',
    values: rounds.map((round) => round[figure]),
  })
  return [
    row('Start to ready', 'ready'),
    row('Pruning after that', 'pruning'),
    row('Pruning, longest step', 'pruningStep'),
  ]
}

function rowsOfDeed(name: string, big: readonly FileRound[], empty: readonly FileRound[]): Row[] {
  const row = (label: string, rounds: readonly FileRound[], figure: Figure): Row => ({
    label: `${name}, ${label}`,
    unit: 'ms',
    values: valuesOf(rounds, name, figure),
  })
  return [
    row('median, big', big, 'median'),
    row('median, empty', empty, 'median'),
    row('p95, big', big, 'p95'),
    row('p95, empty', empty, 'p95'),
    ...(big[0]?.deeds.get(name)?.kind === 'send'
      ? [row('CPU, big', big, 'cpu'), row('CPU, empty', empty, 'cpu')]
      : []),
    row('longest step, big', big, 'step'),
  ]
}

function valuesOf(rounds: readonly FileRound[], name: string, figure: Figure): number[] {
  return rounds.map(({ deeds }) => deeds.get(name)?.[figure] ?? Number.NaN)
}

function targetsOf(
  names: readonly string[],
  big: readonly FileRound[],
  empty: readonly FileRound[],
): Target[] {
  const ready = (rounds: readonly FileRound[]) => rounds.map((round) => round.ready)
  return [
    {
      claim: 'Start to ready, big / empty',
      unit: '×',
      values: ratios(ready(big), ready(empty)),
      limit: { atMost: MOST_RATIO_OF_START },
    },
    ...names.map((name) => ({
      claim: `${name}, p95, big / empty`,
      unit: '×',
      values: ratios(valuesOf(big, name, 'p95'), valuesOf(empty, name, 'p95')),
      limit: { atMost: MOST_RATIO },
    })),
    {
      claim: 'The slowest search, p95, big',
      unit: 'ms',
      values: big.map(({ deeds }) => {
        const searches = [...deeds.values()].filter(({ kind }) => kind === 'search')
        return Math.max(...searches.map(({ p95 }) => p95))
      }),
      limit: { atMost: MOST_MS_OF_SEARCH },
    },
    {
      claim: 'The longest step, pruning included, big',
      unit: 'ms',
      values: big.map(({ pruningStep, deeds }) =>
        Math.max(pruningStep, ...[...deeds.values()].map(({ step }) => step)),
      ),
      limit: { atMost: MOST_MS_OF_STEP },
    },
  ]
}
