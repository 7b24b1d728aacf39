import { UNTITLED } from '@/lib/contract/chat'
import { MAX_TITLE_CHARACTERS } from '@/lib/contract/limits'
import { floorToGrapheme } from '@/lib/contract/message-text'
import { oneLine } from '@/lib/contract/one-line'
import { wordsOfMarkdown } from './words-of-markdown'

/** How much of a question is read, in UTF-16 code units: enough for a title even if most of it is invisible. */
const BEGINNING = 2_000

/**
 * The title of a chat: the words of its first question in one line. A long one is cut, between two
 * words where possible.
 */
export function titleOf(question: string): string {
  const line = oneLine(wordsOfMarkdown(question.trimStart().slice(0, BEGINNING)))
  if (!saysSomething(line)) return UNTITLED
  if (line.length <= MAX_TITLE_CHARACTERS) return line
  const cut = line.slice(0, floorToGrapheme(line, MAX_TITLE_CHARACTERS - 1))
  const lastSpace = cut.lastIndexOf(' ')
  return `${(lastSpace > MAX_TITLE_CHARACTERS / 2 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`
}

/** Markdown's signs alone say nothing; "??" asks, and so may an emoji. */
function saysSomething(line: string): boolean {
  return /[^\s#*_~`>|=+\-[\]()!\\]/.test(line)
}
