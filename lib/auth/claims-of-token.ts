import { z } from 'zod'

const claimsSchema = z.object({ email: z.string(), updateTo: z.string().optional() })

/**
 * The claims of a better-auth token (a JWT): the address that it is about, and the one to take its place.
 * better-auth checks whether the token is genuine.
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
