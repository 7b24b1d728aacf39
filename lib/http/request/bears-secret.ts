import { createHash, timingSafeEqual } from 'node:crypto'

/** Whether the caller names this secret as `Authorization: Bearer …`. Takes the same time for any text. */
export function bearsSecret(headers: Headers, secret: string | undefined): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  const named = digest(headers.get('authorization') ?? '')
  return secret !== undefined && timingSafeEqual(named, digest(`Bearer ${secret}`))
}
