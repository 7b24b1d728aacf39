import { expect } from 'vitest'

/** Vitest types its matchers as any; these are checked as everything else. */
export function textWith(part: string): unknown {
  return expect.stringContaining(part)
}

export function textLike(pattern: RegExp): unknown {
  return expect.stringMatching(pattern)
}
