import { FullstopError } from '@/client/error'
import { counted } from '@/lib/locale/counted'

/** The sentence that tells a person about an error, and the form field that it is about. */
export type Problem = { sentence: string; field?: string }

/** Pure. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof FullstopError)) return { sentence: 'That did not work. Try again.' }
  const { field, retryAfterSeconds } = error.details
  if (error.code === 'rate_limited' && retryAfterSeconds !== undefined) {
    return { sentence: attemptsAgain(retryAfterSeconds) }
  }
  return { sentence: error.message, ...(field !== undefined && { field }) }
}

function attemptsAgain(seconds: number): string {
  if (seconds <= 90) {
    return counted(seconds, {
      one: 'Too many attempts. Try again in {count} second.',
      other: 'Too many attempts. Try again in {count} seconds.',
    })
  }
  if (seconds <= 90 * 60) {
    return counted(Math.ceil(seconds / 60), {
      one: 'Too many attempts. Try again in {count} minute.',
      other: 'Too many attempts. Try again in {count} minutes.',
    })
  }
  return counted(Math.ceil(seconds / 3600), {
    one: 'Too many attempts. Try again in {count} hour.',
    other: 'Too many attempts. Try again in {count} hours.',
  })
}
