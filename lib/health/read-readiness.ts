import { readinessSchema } from '@/lib/contract/health'
import type { Database } from '@/lib/db/database'
import { defineOpenVerb, type OpenContext } from '@/lib/verbs/define-verb'
import packageJson from '@/package.json' with { type: 'json' }

type ReadinessServices = {
  database: Pick<Database, 'check'>
  /** True from the moment a shutdown begins. */
  readonly draining: boolean
}

/** Whether this process can take calls. Only the owner is told what is wrong where it cannot. */
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
