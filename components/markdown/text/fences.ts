/** A fence that opens code, inside any lists and quotes, and the language that it names. */
const OPENING =
  /^(?<containers>(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*)(?<fence>`{3,}(?=[^`]*$)|~{3,})[ \t]*(?<language>[^\s`]*)/
const CLOSING = /^[ \t>]*(`{3,}|~{3,})\s*$/

/** Whether a line may be a fence: most lines are not, and need no closer look. */
export function hasFence(line: string): boolean {
  return /[`~]{3}/.test(line)
}

export type Opening = { containers: string; fence: string; language: string }

/** The fence that a line opens, if it opens one. */
export function openingIn(line: string): Opening | undefined {
  const { containers = '', fence, language = '' } = OPENING.exec(line)?.groups ?? {}
  return fence === undefined ? undefined : { containers, fence, language }
}

/** The fence that is open after a line, if `fence` was open before it. */
export function fenceAfter(fence: string | undefined, line: string): string | undefined {
  if (fence === undefined) return openingIn(line)?.fence
  return CLOSING.exec(line)?.[1]?.startsWith(fence) === true ? undefined : fence
}
