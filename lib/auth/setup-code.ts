import { createHmac, timingSafeEqual } from 'node:crypto'

/** Letters and digits that cannot be mistaken for one another. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'

const LENGTH = 16

/**
 * The code with which an account becomes the owner's, while there is no owner. It is derived from the
 * secret, so it need not be stored, and every start prints the same code.
 */
export function setupCodeOf(secret: string): string {
  const bytes = createHmac('sha256', secret).update('fullstop setup code').digest()
  const letters = [...bytes.subarray(0, LENGTH)].map((byte) => LETTERS[byte % LETTERS.length])
  return letters.join('').replaceAll(/.{4}(?=.)/g, '$&-')
}

/** Whether this is the code, however it was typed. Takes the same time for any text. */
export function isSetupCode(secret: string, typed: string): boolean {
  const digest = (code: string) =>
    createHmac('sha256', secret)
      .update(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''))
      .digest()
  return timingSafeEqual(digest(typed), digest(setupCodeOf(secret)))
}
