import { setTimeout as pause } from 'node:timers/promises'
import { startFullstop, type FullstopArm } from '../arms/fullstop.ts'
import { timedCall } from '../load/call.ts'
import { EventsReader } from '../load/events-reader.ts'
import { Health, RoundRefused } from '../load/health.ts'
import { evenly, newKey, startReaders, tokensOf } from '../load/start-readers.ts'
import { untilAccepted } from '../rounds/interleave.ts'
import type { Bench, Measure, Measurement, Row, Target } from '../rounds/measurement.ts'
import { cpuMilliseconds } from '../system/process-usage.ts'
import { ratios } from './figures.ts'

const RATE = 50

/** People, and how many answers each of them reads at once. */
type Shape = { people: number; answersEach: number }

const busy: readonly Shape[] = [
  { people: 100, answersEach: 1 },
  { people: 10, answersEach: 10 },
]

/** So few answers are not batched: each token is an event. */
const quiet: readonly Shape[] = [1, 3, 10].map((answersEach) => ({ people: 1, answersEach }))

const ANSWERS = 100

type Times = { rampMs: number; windowMs: number }

/** CPU milliseconds by 1,000 tokens, and bytes by token. */
type Cost = { cpu: number; bytes: number }

/** Answers that run, with those who read them. */
type Running = {
  readonly answers: number
  readonly readers: readonly { readonly tokens: number; readonly bytes: number }[]
  readonly failed: () => boolean
  /** Resolves when all answers are over. @throws Error if one was not read whole */
  readonly over: () => Promise<void>
}

/** C11: the cost of a token to a page, which reads all answers of its person over one connection. */
export const personEvents: Measure = {
  id: 'C11',
  title: 'Reading everything of a person',
  inQuick: false,
  async run(bench) {
    await using arm = await startFullstop(bench.provider.url, { guestCount: ANSWERS })
    const times = bench.quick
      ? { rampMs: 500, windowMs: 1_500 }
      : { rampMs: 1_000, windowMs: 5_000 }
    const runs = [
      () => costOf(bench, times, arm, askForResponses),
      ...[...busy, ...quiet].map(
        (shape) => () => costOf(bench, times, arm, (...given) => askForEvents(shape, ...given)),
      ),
    ]
    for (const run of runs) await run().catch(() => bench.say('the warm-up was disturbed'))
    const costs: Cost[][] = runs.map(() => [])
    for (let round = 0; round < (bench.quick ? 3 : 5); round += 1) {
      for (const [index, run] of runs.entries()) {
        costs[index]?.push(await untilAccepted(bench.say, run))
      }
      bench.say(`round ${round + 1}: ${costs.map(describeLast).join(', ')}`)
    }
    return measurementOf(costs, times)
  },
}

async function costOf(
  { provider }: Bench,
  { rampMs, windowMs }: Times,
  arm: FullstopArm,
  ask: (arm: FullstopArm, tokens: number, rampMs: number) => Promise<Running>,
): Promise<Cost> {
  // Long enough that the window fits between the last start and the first end of an answer.
  const tokens = Math.ceil(((rampMs * 3 + windowMs) / 1000) * RATE)
  const { answers, readers, failed, over } = await ask(arm, tokens, rampMs)
  await pause(rampMs / 2)

  const health = await Health.watch(provider)
  const bytesOf = () => readers.reduce((sum, { bytes }) => sum + bytes, 0)
  const before = {
    cpu: cpuMilliseconds(arm.processId),
    tokens: tokensOf(readers),
    bytes: bytesOf(),
  }
  const wanted = before.tokens + answers * RATE * (windowMs / 1000)
  const isTooLate = wanted > answers * tokens
  while (tokensOf(readers) < wanted && !failed() && !isTooLate) await pause(5)
  const read = tokensOf(readers) - before.tokens
  const cpu = ((cpuMilliseconds(arm.processId) - before.cpu) / read) * 1000
  const bytes = (bytesOf() - before.bytes) / read
  await health.end()

  await over()
  health.judge()
  if (isTooLate) throw new RoundRefused('the sends took too long')
  return { cpu, bytes }
}

/** Asks as C1 does: each answer is read from the response of its send. */
async function askForResponses(arm: FullstopArm, tokens: number, rampMs: number): Promise<Running> {
  const readers = await startReaders(arm, ANSWERS, { tokens, rate: RATE }, { rampMs })
  return {
    answers: ANSWERS,
    readers,
    failed: () => readers.some(({ failure }) => failure),
    async over() {
      await Promise.all(readers.map((reader) => reader.over))
      for (const reader of readers) reader.assertWhole(tokens)
    },
  }
}

/** Asks as the page does: each person reads all their answers from `GET /api/events`. */
async function askForEvents(
  { people, answersEach }: Shape,
  arm: FullstopArm,
  tokens: number,
  rampMs: number,
): Promise<Running> {
  const pages = arm.pages.slice(0, people)
  const readers = pages.map((page) => new EventsReader(arm, page.events))
  await Promise.all(readers.map((reader) => reader.opened))
  const answers = people * answersEach
  const asked = await evenly(answers, rampMs, async (index) => {
    const script = { key: newKey(), tokens, rate: RATE }
    const call = pages[index % people]?.ask(script)
    if (call) await timedCall(arm, call, 202)
  })
  await Promise.all(asked)
  const failed = () => readers.some(({ failure }) => failure)
  return {
    answers,
    readers,
    failed,
    async over() {
      while (readers.some((reader) => reader.tokens < tokens * answersEach) && !failed()) {
        await pause(20)
      }
      for (const reader of readers) reader.close()
      // The readers of the next round would be told an answer from its start whose end is not saved yet.
      await Promise.all(pages.map((page) => timedCall(arm, page.stopAll)))
      for (const { tokens: read, failure } of readers) {
        if (failure || read !== tokens * answersEach) {
          throw new Error(`${read} of ${tokens * answersEach} tokens`, { cause: failure })
        }
      }
    },
  }
}

function measurementOf(costs: readonly Cost[][], { windowMs }: Times): Measurement {
  const [responses = [], ...events] = costs
  const cpuOf = (rounds: readonly Cost[]) => rounds.map(({ cpu }) => cpu)
  const bytesOf = (rounds: readonly Cost[]) => rounds.map(({ bytes }) => bytes)
  const shapes = [...busy, ...quiet].map((shape, index) => ({
    name: nameOf(shape),
    isBusy: index < busy.length,
    rounds: events[index] ?? [],
  }))
  const rows: Row[] = shapes.flatMap(({ name, isBusy, rounds }) => [
    ...(isBusy
      ? [{ label: `${name}, CPU`, unit: 'ms', values: cpuOf(rounds), charted: true }]
      : []),
    { label: `${name}, a token`, unit: 'bytes', values: bytesOf(rounds) },
  ])
  const targets: Target[] = shapes.flatMap(({ name, isBusy, rounds }) => [
    ...(isBusy
      ? [
          {
            claim: `CPU, ${name} / responses`,
            unit: '×',
            values: ratios(cpuOf(rounds), cpuOf(responses)),
            limit: { atMost: 1.1 },
          },
        ]
      : []),
    {
      claim: `Bytes a token, ${name}`,
      unit: 'bytes',
      values: bytesOf(rounds),
      limit: { atMost: 230 },
    },
  ])
  return {
    method:
      `Answers at ${RATE} tokens a second. ${ANSWERS} of them are read from the responses of ` +
      '`POST /api/chat`, and then from `GET /api/events` by 100 people with one answer each and by ' +
      'ten people with ten each: CPU time of the process by 1,000 tokens while ' +
      `${windowMs / 1000} s of their tokens arrive. Bytes of the bodies, also where one person with ` +
      'one, three or ten answers is alone, and each token comes as an event of its own.',
    rows: [
      { label: `${ANSWERS} responses, CPU`, unit: 'ms', values: cpuOf(responses), charted: true },
      { label: `${ANSWERS} responses, a token`, unit: 'bytes', values: bytesOf(responses) },
      ...rows,
    ],
    targets,
  }
}

function nameOf({ people, answersEach }: Shape): string {
  return `${people === 1 ? '1 person' : `${people} people`} with ${answersEach}`
}

function describeLast(costs: readonly Cost[]): string {
  const { cpu = Number.NaN, bytes = Number.NaN } = costs.at(-1) ?? {}
  return `${cpu.toFixed(1)} ms ${bytes.toFixed()} bytes`
}
