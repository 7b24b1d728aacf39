/** How much more text a sentence may take to end, in UTF-16 code units. */
export const LONGEST_REST = 200

/** A full stop or similar mark, closing quotes and brackets, then a space; or the end of a line. */
const sentenceEnd =
  /(?:(?<!(?:^|\n)\s*\d{1,3})\.|[!?…])["'”’»)\]*_]*(?=\s)|[。！？]["”’」』）]*|(?=\n)/u

/** A fence of code opens and closes at the beginning of a line. */
const fence = /^ {0,3}(?:```|~~~)/gm

/** The line on which a fence of code stands, with the name of its language. */
const openingLine = /^ {0,3}(?:```|~~~).*\n/gm

/** Whether a text ends inside a fenced block of code. */
export function endsInCode(text: string): boolean {
  return (text.match(fence)?.length ?? 0) % 2 === 1
}

/** Whether a text ends with a whole sentence or, in code, line: then there is nothing to wait for. */
export function endsAtRest(text: string): boolean {
  if (endsInCode(text)) return text.endsWith('\n')
  const tail = text.slice(-16)
  return tail.trim() === '' || /[.!?…。！？]["'”’»)\]*_」』）]*\s*$/u.test(tail)
}

/**
 * How much of `rest`, the text that came after the stop was asked for, is kept: up to the end of the
 * sentence or, in code, of the line. Undefined while that has not come.
 */
export function restToKeep(rest: string, inCode: boolean): number | undefined {
  const match = (inCode ? /(?=\n)/ : sentenceEnd).exec(rest)
  const end = match ? match.index + match[0].length : undefined
  if (end !== undefined && end <= LONGEST_REST) return end
  return rest.length >= LONGEST_REST ? LONGEST_REST : undefined
}

/** The sentences or, in code, lines that have ended in a text, and the beginning of the next one. */
export function sentencesOf(text: string, inCode: boolean): { ended: string[]; open: string } {
  const read = inCode ? (text.split(openingLine).at(-1) ?? '') : text
  const ended: string[] = []
  let start = 0
  for (const match of read.matchAll(inCode ? /(?=\n)/g : new RegExp(sentenceEnd, 'gu'))) {
    const end = match.index + match[0].length
    const sentence = read.slice(start, end).trim()
    if (sentence !== '') ended.push(sentence)
    start = end
  }
  return { ended, open: read.slice(start).trimStart() }
}
