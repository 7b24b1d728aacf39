import { setupCodeOf } from '@/lib/auth/setup-code'
import { isFullstopError } from '@/lib/contract/fullstop-error'
import { systemClock } from '@/lib/platform/clock'
import { ConfigurationError, readConfig } from '@/lib/platform/env'
import { createLog, describeError } from '@/lib/platform/log'
import { getRuntime, type Runtime } from '@/lib/runtime'
import { createForeignHosts } from './foreign-hosts'
import { guardConnections } from './guard-connections'
import { labelRequests } from './label-requests'
import { watchOpenResponses } from './open-responses'

/** How long the last bytes of ended streams may take to leave, in milliseconds. */
const LAST_BYTES_MS = 2_000

/** Starts the runtime with the server, or ends the process with one line that says what is wrong. */
export async function startProcess(): Promise<void> {
  const openResponses = watchOpenResponses(systemClock)
  try {
    const config = readConfig()
    const log = createLog(config.LOG_LEVEL)
    guardConnections(config, log)
    labelRequests(createForeignHosts(config, log))
    const runtime = await getRuntime()
    const models = await runtime.models.list()
    runtime.log.info({ models: models.map(({ id }) => id) }, 'Fullstop is ready')
    await inviteOwner(runtime)
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      // A terminal signals the whole group, and npm passes it on: the second one changes nothing.
      process.on(signal, () => {
        if (runtime.draining) return
        runtime.log.info({ signal }, 'shutting down')
        runtime
          .shutdown()
          .then(() => openResponses.none(LAST_BYTES_MS))
          .then(() => {
            runtime.close()
          })
          .then(
            () => process.exit(0),
            (error: unknown) => {
              runtime.log.error({ error: describeError(error) }, 'the shutdown failed')
              process.exit(1)
            },
          )
      })
    }
  } catch (error) {
    const isTold = error instanceof ConfigurationError || isFullstopError(error)
    const line = isTold ? error.message : describeError(error).stack
    process.stderr.write(`Fullstop cannot start: ${line}\n`)
    process.exit(1)
  }
}

/** Whoever can read this terminal may become the owner; a log line would be kept too long. */
async function inviteOwner({ database, config, secret }: Runtime): Promise<void> {
  if (await database.accounts.hasOwner(config.OWNER_EMAIL)) return
  process.stdout.write(
    `Nobody owns this Fullstop yet. Make an account, and enter this setup code on its page: ${setupCodeOf(secret)}\n`,
  )
}
