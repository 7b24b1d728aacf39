import { z } from 'zod'

/** `GET /api/health` */
export const healthSchema = z.strictObject({ status: z.literal('ok'), version: z.string() })

/** `GET /api/ready` */
export const readinessSchema = z.strictObject({
  status: z.enum(['ok', 'not_ready']),
  version: z.string(),
  checks: z
    .strictObject({
      database: z.enum(['ok', 'full', 'read_only', 'away']),
      draining: z.boolean(),
    })
    .exactOptional(),
})
