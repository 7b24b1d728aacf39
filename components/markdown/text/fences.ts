/** A fence that opens code, inside any lists and quotes. */
const OPENING = /^(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*(`{3,}(?=[^`]*$)|~{3,})/
const CLOSING = /^[ \t>]*(`{3,}|~{3,})\s*$/

/** The fence that is open after a line, if `fence` was open before it. */
export function fenceAfter(fence: string | undefined, line: string): string | undefined {
  if (fence === undefined) return OPENING.exec(line)?.[1]
  return CLOSING.exec(line)?.[1]?.startsWith(fence) === true ? undefined : fence
}
