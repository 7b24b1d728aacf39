import { UNTITLED } from '@/lib/contract/chat'
import { MAX_TITLE_CHARACTERS } from '@/lib/contract/limits'
import { floorToGrapheme } from '@/lib/contract/message-text'
import { oneLine } from '@/lib/contract/one-line'
import { wordsOfMarkdown } from './words-of-markdown'

/** More of a question than a title can be made of, however much of it is not seen. */
const BEGINNING = 2_000

/**
 * The title of a chat: the words of its first question in one line, of a long one the first, cut
 * between two words where that can be.
 */
export function titleOf(question: string): string {
  const line = oneLine(wordsOfMarkdown(question.trimStart().slice(0, BEGINNING)))
  if (!saysSomething(line)) return UNTITLED
  if (line.length <= MAX_TITLE_CHARACTERS) return line
  const cut = line.slice(0, floorToGrapheme(line, MAX_TITLE_CHARACTERS - 1))
  const lastSpace = cut.lastIndexOf(' ')
  return `${(lastSpace > MAX_TITLE_CHARACTERS / 2 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`
}

/** Signs alone that Markdown knows say nothing; "??" asks, and so may an emoji. */
function saysSomething(line: string): boolean {
  return /[^\s#*_~`>|=+\-[\]()!\\]/.test(line)
}
