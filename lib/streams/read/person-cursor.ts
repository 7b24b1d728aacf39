import { parseCursor, type Cursor } from '@/lib/contract/cursor'

/**
 * A place in everything of one person: a time, and a position in each answer that was running. Where there
 * are several servers, it also names answers that had just ended, at `ENDED`.
 */
export type PersonCursor = { time: number; answers: Cursor[] }

/** `time~session:position~…`, the time in base 36. */
export function formatPersonCursor(time: number, answers: readonly string[]): string {
  return [time.toString(36), ...answers].join('~')
}

/** Undefined for a malformed cursor. */
export function parsePersonCursor(text: string): PersonCursor | undefined {
  const [time = '', ...rest] = text.split('~')
  const answers = rest.map(parseCursor)
  if (!/^[0-9a-z]{1,10}$/.test(time) || answers.length > 1000) return undefined
  const known = answers.filter((cursor) => cursor !== undefined)
  return known.length === answers.length
    ? { time: Number.parseInt(time, 36), answers: known }
    : undefined
}
