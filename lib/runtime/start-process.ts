import { setupCodeOf } from '@/lib/auth/setup-code'
import { isFullstopError } from '@/lib/contract/fullstop-error'
import { systemClock } from '@/lib/platform/clock'
import { ConfigurationError, readConfig } from '@/lib/platform/env'
import { createLog, describeError } from '@/lib/platform/log'
import { unreadVariables } from '@/lib/platform/unread-variables'
import { createRuntime } from './create-runtime'
import { endConnections } from './end-connections'
import { createForeignHosts } from './foreign-hosts'
import { guardConnections } from './guard-connections'
import { labelRequests } from './label-requests'
import { watchOpenResponses, type OpenResponses } from './open-responses'
import type { Runtime } from './runtime'
import { createSignalListener } from './shutdown-signals'

/** How long the last bytes of ended streams may take to leave, in milliseconds. */
const LAST_BYTES_MS = 2_000

/** Starts the runtime with the server, or ends the process with a line for each thing that is wrong. */
export async function startProcess(): Promise<void> {
  // `next dev` starts again whatever was changed, and keeps the process.
  if (globalThis.fullstopRuntime) {
    await globalThis.fullstopRuntime
    return
  }
  const openResponses = watchOpenResponses(systemClock)
  const unread = unreadVariables()
  try {
    const config = readConfig()
    const log = createLog(config.LOG_LEVEL)
    guardConnections(config, log)
    labelRequests(createForeignHosts(config, log))
    globalThis.fullstopRuntime = createRuntime(config)
    const runtime = await globalThis.fullstopRuntime
    for (const line of unread) runtime.log.warn(line)
    const models = await runtime.models.list()
    runtime.log.info({ models: models.map(({ id }) => id) }, 'Fullstop is ready')
    const inFunctions = config.functionMs !== undefined
    // Functions start often, and the platform calls for this by itself.
    if (!inFunctions || config.CRON_SECRET === undefined) runtime.keepPruning()
    await inviteOwner(runtime)
    endConnections(() => runtime.draining)
    const onSignal = createSignalListener(systemClock, {
      begin(signal) {
        runtime.log.info({ signal }, 'shutting down')
        void endProcess(runtime, openResponses)
      },
      hurry: () => {
        runtime.hurry()
      },
    })
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, onSignal)
  } catch (error) {
    const isTold = error instanceof ConfigurationError || isFullstopError(error)
    const problems = isTold ? error.message.split('\n') : [describeError(error).stack]
    for (const problem of problems) process.stderr.write(`Fullstop cannot start: ${problem}\n`)
    // One of these variables may be the cause.
    for (const line of unread) process.stderr.write(`${line}\n`)
    process.exit(1)
  }
}

async function endProcess(runtime: Runtime, openResponses: OpenResponses): Promise<void> {
  try {
    await runtime.shutdown()
    await openResponses.none(LAST_BYTES_MS)
    runtime.close()
  } catch (error) {
    runtime.log.error({ error: describeError(error) }, 'the shutdown failed')
    process.exit(1)
  }
  // The process of a function is the platform's to end.
  if (runtime.config.functionMs === undefined) process.exit(0)
}

/** A person who can read this terminal may become the owner; a log would keep the code too long. */
async function inviteOwner({ database, config, secret }: Runtime): Promise<void> {
  if (await database.accounts.hasOwner(config.OWNER_EMAIL)) return
  process.stdout.write(
    `This Fullstop has no owner yet. To become its owner, create an account and enter this setup code on your account page: ${setupCodeOf(secret)}\n`,
  )
}
