import { readinessSchema } from '@/lib/contract/health'
import type { Database } from '@/lib/db/database'
import { defineOpenVerb, type OpenContext } from '@/lib/verbs/define-verb'
import packageJson from '@/package.json' with { type: 'json' }

type ReadinessServices = {
  database: Pick<Database, 'check'>
  /** From the moment a shutdown began. */
  readonly draining: boolean
}

/** Whether this process can take calls; what is wrong where it cannot is for the owner alone. */
export const readReadiness = defineOpenVerb({
  name: 'readReadiness',
  scope: 'anybody',
  output: readinessSchema,
  async run({ services, isOwner }: OpenContext<ReadinessServices>) {
    const { draining } = services
    const database = await services.database.check()
    const status = database === 'ok' && !draining ? ('ok' as const) : ('not_ready' as const)
    return {
      status,
      version: packageJson.version,
      ...((await isOwner()) && { checks: { database, draining } }),
    }
  },
})
