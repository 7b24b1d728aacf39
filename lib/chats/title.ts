import { UNTITLED } from '@/lib/contract/chat'
import { floorToGrapheme } from '@/lib/contract/message-text'
import { oneLine } from '@/lib/contract/one-line'

const LONGEST_TITLE = 60

/** More of a question than a title can be made of, however much of it is not seen. */
const BEGINNING = 2_000

/** A new chat's title: how its first question begins, cut at a word where there is one. */
export function titleOf(question: string): string {
  const line = oneLine(question.trimStart().slice(0, BEGINNING))
  if (line === '') return UNTITLED
  if (line.length <= LONGEST_TITLE) return line
  const cut = line.slice(0, floorToGrapheme(line, LONGEST_TITLE))
  const lastSpace = cut.lastIndexOf(' ')
  return `${(lastSpace > LONGEST_TITLE / 2 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`
}
