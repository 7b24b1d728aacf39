import { expect } from 'vitest'

/** Vitest types its matchers as any; these return unknown, which the compiler checks. */
export function textWith(part: string): unknown {
  return expect.stringContaining(part)
}

export function textLike(pattern: RegExp): unknown {
  return expect.stringMatching(pattern)
}
