import { createHmac, timingSafeEqual } from 'node:crypto'

/** Without those that are taken for another. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

const LENGTH = 16

/**
 * The code with which an account becomes the owner's, while nobody's is. It follows from the secret,
 * so that it needs no place, and every start prints the same one.
 */
export function setupCodeOf(secret: string): string {
  const bytes = createHmac('sha256', secret).update('fullstop setup code').digest()
  const letters = [...bytes.subarray(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length])
  return letters.join('').replaceAll(/.{4}(?=.)/g, '$&-')
}

/** Whether this is the code, however it was typed; takes the same time for any. */
export function isSetupCode(secret: string, typed: string): boolean {
  const digest = (code: string) =>
    createHmac('sha256', secret)
      .update(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
      .digest()
  return timingSafeEqual(digest(typed), digest(setupCodeOf(secret)))
}
