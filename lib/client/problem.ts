import { ApiError } from './api-error'

/** What went wrong, as a person is told, and the field that it is about. */
export type Problem = { sentence: string; field?: string }

/** Pure. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof ApiError)) return { sentence: 'That did not work. Try again.' }
  const { field, retryAfterSeconds } = error.details
  if (error.code === 'rate_limited' && retryAfterSeconds !== undefined) {
    return { sentence: `Too many attempts. Try again in ${waitInWords(retryAfterSeconds)}.` }
  }
  return { sentence: error.message, ...(field !== undefined && { field }) }
}

function waitInWords(seconds: number): string {
  if (seconds <= 90) return counted(seconds, 'second')
  if (seconds <= 90 * 60) return counted(Math.ceil(seconds / 60), 'minute')
  return counted(Math.ceil(seconds / 3600), 'hour')
}

function counted(count: number, unit: string): string {
  return count === 1 ? `1 ${unit}` : `${count} ${unit}s`
}
