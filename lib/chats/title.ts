import { floorToGrapheme } from '@/lib/contract/message-text'

const LONGEST_TITLE = 60

/** A new chat's title: how its first question begins, cut at a word where there is one. */
export function titleOf(question: string): string {
  const line = question.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= LONGEST_TITLE) return line
  const cut = line.slice(0, floorToGrapheme(line, LONGEST_TITLE))
  const lastSpace = cut.lastIndexOf(' ')
  return `${(lastSpace > LONGEST_TITLE / 2 ? cut.slice(0, lastSpace) : cut).trimEnd()}…`
}
