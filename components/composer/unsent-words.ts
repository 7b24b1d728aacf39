import type { FullstopError } from '@/client/error'
import { formatTime } from '../ui/time/format-moment'

/** The sentence about a turn that was not sent, and the time from which it can be sent again. */
export type UnsentWords = {
  sentence: string
  /** In milliseconds since 1970. */
  readyAt: number | undefined
  /** The page of the account says more about it. */
  aboutAccount: boolean
}

/** Pure. @param seenAt when the error came @param timeZone for tests */
export function unsentWords(error: FullstopError, seenAt: number, timeZone?: string): UnsentWords {
  const { retryAfterSeconds } = error.details
  const readyAt = retryAfterSeconds === undefined ? undefined : seenAt + retryAfterSeconds * 1000
  if (error.code === 'storage_full') {
    return { sentence: error.message, readyAt: undefined, aboutAccount: true }
  }
  if (error.code !== 'budget_spent') {
    return { sentence: error.message, readyAt, aboutAccount: false }
  }
  // Nobody watches a clock until tomorrow, and a model that costs nothing answers now.
  return {
    sentence:
      readyAt === undefined
        ? error.message
        : `${error.message} The limit resets at ${formatTime(readyAt, timeZone)}.`,
    readyAt: undefined,
    aboutAccount: true,
  }
}
