/** HTML that goes on over blank lines, by its beginning and its end. */
const KINDS: readonly (readonly [begin: RegExp, end: RegExp])[] = [
  [/^ {0,3}<(?:script|pre|style|textarea)(?=[\s>]|$)/i, /<\/(?:script|pre|style|textarea)>/i],
  [/^ {0,3}<!--/, /-->/],
  [/^ {0,3}<\?/, /\?>/],
  [/^ {0,3}<!\[CDATA\[/, /\]\]>/],
]

/** The end that is missing after a line, if HTML that ends with `end` was open before it. */
export function htmlAfter(end: RegExp | undefined, line: string): RegExp | undefined {
  const missing = end ?? KINDS.find(([begin]) => begin.test(line))?.[1]
  return missing?.test(line) === true ? undefined : missing
}
