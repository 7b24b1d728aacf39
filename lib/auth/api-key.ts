import { createHash, randomBytes } from 'node:crypto'

/** The number of a key's first characters that are kept, to tell it from others. */
const START_LENGTH = 12

/** A new API key, of 256 random bits. Only its hash is kept. */
export function makeApiKey(): { key: string; start: string; hash: string } {
  const key = `fullstop_${randomBytes(32).toString('base64url')}`
  return { key, start: key.slice(0, START_LENGTH), hash: hashOfApiKey(key) }
}

/** A fast hash will do: nobody can try out 256 bits. */
export function hashOfApiKey(key: string): string {
  return createHash('sha256').update(key).digest('base64url')
}

/** The key of `Authorization: Bearer …`; empty where the header says anything else. */
export function bearerOf(authorization: string): string {
  return /^Bearer ([\w-]{1,200})$/i.exec(authorization.trim())?.[1] ?? ''
}
