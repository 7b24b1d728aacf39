import { median } from '../../e2e/harness/median.ts'
import type { Arm } from '../arms/arm.ts'
import { startClusterArms } from '../arms/cluster.ts'
import { startFullstop, type GuestCalls } from '../arms/fullstop.ts'
import { askIn } from '../load/ask-in.ts'
import { timedCall } from '../load/call.ts'
import { Health } from '../load/health.ts'
import { percentile } from '../report/statistics.ts'
import { untilAccepted } from '../rounds/interleave.ts'
import type { Bench, Measure, Row } from '../rounds/measurement.ts'
import { cpuMilliseconds, familyCpuMilliseconds } from '../system/process-usage.ts'
import { ratios } from './figures.ts'

/** Turns of the chat that is opened: it has twice as many messages. */
const TURNS = 10

/** An answer that is there only for its beginning. */
const SHORT = { tokens: 3, rate: 500, delay: 20 }

const deeds = ['send', 'open'] as const
type Figure = `${(typeof deeds)[number]}${'Median' | '95' | 'Cpu' | 'DatabaseCpu'}`

/** Times in milliseconds; CPU times by deed. */
type TimesRound = Record<Figure, number>

/** A server, and the CPU time of a database in processes of its own, in milliseconds so far. */
type Kept = { arm: Arm & GuestCalls; databaseCpu: () => number; chatId: string }

/** S3: what a person waits for on PostgreSQL, compared with SQLite. */
export const databaseTimes: Measure = {
  id: 'S3',
  title: 'Sending and opening a chat on PostgreSQL',
  inQuick: true,
  async run(bench) {
    await using onFile = await startFullstop(bench.provider.url)
    await using onPostgres = await startClusterArms(bench.provider.url, { servers: 1 })
    const { postgresProcessId } = onPostgres
    const kept: Kept[] = [
      { arm: onFile, databaseCpu: () => 0, chatId: 'chat-of-sqlite' },
      {
        arm: onPostgres.owner,
        databaseCpu: () => familyCpuMilliseconds(postgresProcessId),
        chatId: 'chat-of-postgres',
      },
    ]
    const times = bench.quick ? 30 : 150
    for (const each of kept) await fillChat(each)
    for (const each of kept) await runRound(bench, each, 20).catch(() => bench.say('disturbed'))
    const rounds: TimesRound[][] = kept.map(() => [])
    for (let round = 0; round < (bench.quick ? 2 : 5); round += 1) {
      for (const [index, each] of kept.entries()) {
        const figures = await untilAccepted(bench.say, () => runRound(bench, each, times))
        const { sendMedian, openMedian } = figures
        bench.say(`${each.chatId}: send ${sendMedian.toFixed(1)}, open ${openMedian.toFixed(1)} ms`)
        rounds[index]?.push(figures)
      }
    }
    const [file = [], postgres = []] = rounds
    return {
      method:
        `One server on a SQLite file, and one on PostgreSQL with its own settings, in turn; ${times} ` +
        `sends into new chats and ${times} openings of a chat of ${TURNS * 2} messages a round, one ` +
        'after another, with nothing else running: from the call to the event `start`, and to the ' +
        'whole chat. CPU time of the server, and of all processes of PostgreSQL, by call.',
      rows: [...rowsOf('SQLite', file), ...rowsOf('PostgreSQL', postgres), ...more(file, postgres)],
      targets: [],
    }
  },
}

async function fillChat({ arm, chatId }: Kept): Promise<void> {
  for (let turn = 0; turn < TURNS; turn += 1) await send(arm, chatId)
}

async function runRound(
  { provider }: Bench,
  { arm, databaseCpu, chatId }: Kept,
  times: number,
): Promise<TimesRound> {
  const health = await Health.watch(provider)
  const measured = async (deed: () => Promise<number>) => {
    const before = { server: cpuMilliseconds(arm.processId), database: databaseCpu() }
    const took: number[] = []
    for (let time = 0; time < times; time += 1) took.push(await deed())
    return {
      middle: median(took),
      p95: percentile(took, 95),
      cpu: (cpuMilliseconds(arm.processId) - before.server) / times,
      databaseCpu: (databaseCpu() - before.database) / times,
    }
  }
  const sends = await measured(() => send(arm))
  const opens = await measured(async () => {
    return (await timedCall(arm, { path: `/api/chats/${chatId}`, headers: headersOf(arm) })).tookMs
  })
  await health.end()
  health.judge()
  return {
    sendMedian: sends.middle,
    send95: sends.p95,
    sendCpu: sends.cpu,
    sendDatabaseCpu: sends.databaseCpu,
    openMedian: opens.middle,
    open95: opens.p95,
    openCpu: opens.cpu,
    openDatabaseCpu: opens.databaseCpu,
  }
}

/** @returns milliseconds from the call to the event `start` */
async function send(arm: Kept['arm'], chatId: string = crypto.randomUUID()): Promise<number> {
  const reader = askIn(arm, headersOf(arm), chatId, SHORT)
  await reader.over
  reader.assertWhole(SHORT.tokens)
  return (reader.startedAt ?? Number.NaN) - reader.askedAt
}

function headersOf({ pages }: GuestCalls): Record<string, string> {
  const headers = pages[0]?.events.headers
  if (!headers) throw new Error('no guests')
  return headers
}

function rowsOf(database: string, rounds: readonly TimesRound[]): Row[] {
  const row = (label: string, figure: Figure, charted = false): Row => ({
    label: `${label}, ${database}`,
    unit: 'ms',
    values: rounds.map((round) => round[figure]),
    charted,
  })
  return [
    row('Send, median', 'sendMedian', true),
    row('Send, p95', 'send95'),
    row('Send, CPU of the server', 'sendCpu'),
    row('Send, CPU of the database', 'sendDatabaseCpu'),
    row('Opening a chat, median', 'openMedian', true),
    row('Opening a chat, p95', 'open95'),
    row('Opening a chat, CPU of the server', 'openCpu'),
    row('Opening a chat, CPU of the database', 'openDatabaseCpu'),
  ]
}

function more(file: readonly TimesRound[], postgres: readonly TimesRound[]): Row[] {
  const row = (label: string, figure: Figure): Row => ({
    label: `${label}, PostgreSQL / SQLite`,
    unit: '×',
    values: ratios(
      postgres.map((round) => round[figure]),
      file.map((round) => round[figure]),
    ),
  })
  return [row('Send, median', 'sendMedian'), row('Opening a chat, median', 'openMedian')]
}
