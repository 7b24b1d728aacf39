import { healthSchema } from '@/lib/contract/health'
import { defineOpenVerb } from '@/lib/verbs/define-verb'
import packageJson from '@/package.json' with { type: 'json' }

/** Says that this process answers. */
export const readHealth = defineOpenVerb({
  name: 'readHealth',
  scope: 'anybody',
  output: healthSchema,
  run: async () => ({ status: 'ok' as const, version: packageJson.version }),
})
