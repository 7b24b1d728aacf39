import { rmSync, statSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { AppServer } from '../../e2e/harness/server/app-server.ts'
import { watchEventLoop } from '../../e2e/harness/server/event-loop.ts'
import { inspectable } from '../../e2e/harness/server/inspector.ts'
import { accounts, signIn } from '../installation/accounts.ts'
import { SPAN_DAYS, type Measured } from '../installation/planned-chats.ts'
import { endWithProcess } from '../system/end-with-process.ts'

const DAY_MS = 24 * 60 * 60_000
const PRUNING_DEADLINE_MS = 120_000

const RETENTION_DAYS = SPAN_DAYS - 1

/** Standstills that are longer than this are noticed. */
const BEAT_MS = 2

/** The server's own word for the end of a pruning that found something. */
const PRUNED = '"msg":"pruned"'

/** Fullstop's production build on a copy of an installation. */
export type InstalledServer = AsyncDisposable & {
  readonly url: string
  readonly processId: number
  /** From the start of the process until it was ready, in milliseconds. */
  readonly readyInMs: number
  /** The headers with which the two people make their calls. */
  readonly headersOf: Readonly<Record<Measured, Record<string, string>>>
  /** How long it pruned after that, and for how long at once the event loop then stood still. */
  readonly pruning: { tookMs: number; longestStepMs: number }
  /** The longest time since the last call that the event loop stood still, in milliseconds. */
  longestStep(): Promise<number>
}

/**
 * Starts the server on a copy of this file, whose first day or two are due for pruning whatever its
 * age. Resolves when it has pruned and the two people are signed in.
 */
export async function startInstalled(
  installation: string,
  providerUrl: string,
): Promise<InstalledServer> {
  const ageInDays = Math.floor((Date.now() - statSync(installation).mtimeMs) / DAY_MS)
  const server = await AppServer.startOnCopy(installation, {
    ...inspectable,
    COMPATIBLE_BASE_URL: `${providerUrl}/v1`,
    COMPATIBLE_MODELS: 'bench',
    RATE_LIMIT: 'off',
    STREAM_MAX_MS: '3600000',
    RETENTION_DAYS: String(RETENTION_DAYS + ageInDays),
  })
  const callOff = endWithProcess(() => {
    process.kill(server.processId, 'SIGKILL')
    rmSync(server.folder, { recursive: true, force: true })
  })
  const readyAt = performance.now()
  const standstills = await watchEventLoop(server, BEAT_MS)
  const longestStep = async () => (await standstills())[0] ?? 0
  await untilPruned(server)
  const pruning = { tookMs: performance.now() - readyAt, longestStepMs: await longestStep() }
  const url = `http://127.0.0.1:${server.port}`
  return {
    url,
    processId: server.processId,
    readyInMs: server.readyInMs,
    headersOf: {
      collector: await signIn(url, accounts.collector),
      newcomer: await signIn(url, accounts.newcomer),
    },
    pruning,
    longestStep,
    async [Symbol.asyncDispose]() {
      callOff()
      // SIGKILL, because nothing needs to be saved.
      await server.end('SIGKILL')
      await server.remove()
    },
  }
}

async function untilPruned(server: AppServer): Promise<void> {
  const giveUpAt = performance.now() + PRUNING_DEADLINE_MS
  while (!server.output.includes(PRUNED)) {
    if (performance.now() > giveUpAt) throw new Error('the server is still pruning')
    await pause(10)
  }
}
