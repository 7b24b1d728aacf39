import { z } from 'zod'

const claimsSchema = z.object({ email: z.string(), updateTo: z.string().optional() })

/**
 * What a token of better-auth, a JWT, claims: whose address it is about, and the one that is to take
 * its place. Whether it is genuine is checked there.
 */
export function claimsOfToken(token: string): z.infer<typeof claimsSchema> | undefined {
  const [, payload = ''] = token.split('.')
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    return claimsSchema.safeParse(claims).data
  } catch {
    return undefined
  }
}
