import { keptPieces, withoutMarks } from './kept-pieces'
import { linesOfMarkdown } from './lines-of-markdown'
import { untilSettled } from './until-settled'
import { withoutInlineSigns } from './without-inline-signs'

const COMMENT = /<!--[^]*?(?:-->|$)/g
const BREAK = /<(?:br|hr)\s*\/?>/gi
const ELEMENT = /<([a-z][a-z0-9-]*)(?:\s[^<>]*)?>([^<>]*\S[^<>]*)<\/\1\s*>/gi

/**
 * The words of a text without Markdown's signs, in the same lines. Characters that only look like signs
 * stay: `2 * 3`, `snake_case`, `C#`, a tag that the question is about. Pure.
 */
export function wordsOfMarkdown(markdown: string): string {
  const { keep, putBack } = keptPieces()
  const text = withoutMarks(markdown.replaceAll(/\r\n?/g, '\n'))
  const words = linesOfMarkdown(text, keep).map((line) => withoutInlineSigns(line, keep))
  return putBack(withoutTags(words.join('\n')))
}

/** Tags around words go; a tag that stands alone is what the text is about. */
function withoutTags(text: string): string {
  const plain = text.replaceAll(COMMENT, ' ').replaceAll(BREAK, ' ')
  return untilSettled(plain, (words) => words.replaceAll(ELEMENT, ' $2 '))
}
