/** The address that a token of better-auth, a JWT, says it proves. Whether it does is checked there. */
export function addressOfToken(token: string): string | undefined {
  const [, payload = ''] = token.split('.')
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const hasAddress = typeof claims === 'object' && claims !== null && 'email' in claims
    return hasAddress && typeof claims.email === 'string' ? claims.email : undefined
  } catch {
    return undefined
  }
}
