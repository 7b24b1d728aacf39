import type { Snippet } from '@/lib/contract/chat'
import { floorToGrapheme } from '@/lib/contract/message-text'
import { foldText } from '@/lib/db/search-words'

/** How much stands before the first hit and behind it, in UTF-16 code units. */
const BEFORE = 32
const BEHIND = 100

/** Some of the text around the first of the words in it, in one line; undefined without a hit. */
export function snippetOf(text: string, words: readonly string[]): Snippet | undefined {
  const line = text.replaceAll(/\s+/gu, ' ').trim()
  const all = hitsIn(line, words)
  const first = all[0]
  if (!first) return undefined
  const start = floorToGrapheme(line, wordStart(line, first.start))
  const end = floorToGrapheme(line, Math.max(first.end, first.start + BEHIND))
  const lead = start > 0 ? '…' : ''
  const shift = lead.length - start
  return {
    text: `${lead}${line.slice(start, end)}${end < line.length ? '…' : ''}`,
    hits: all
      .filter((hit) => hit.end <= end)
      .map((hit) => ({ start: hit.start + shift, end: hit.end + shift })),
  }
}

/** Where to begin so that no word is cut, if a word begins near enough. */
function wordStart(line: string, hit: number): number {
  const earliest = Math.max(0, hit - BEFORE)
  const space = earliest === 0 ? -1 : line.indexOf(' ', earliest)
  return space === -1 || space >= hit ? earliest : space + 1
}

/** Where the words stand, in order; of hits that overlap, only the first. */
function hitsIn(line: string, words: readonly string[]): Snippet['hits'] {
  const { text, origins } = foldText(line)
  const hits: Snippet['hits'] = []
  for (const word of words.map((word) => foldText(word).text).filter(Boolean)) {
    for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + word.length)) {
      hits.push({ start: origins[at] ?? 0, end: origins[at + word.length] ?? line.length })
    }
  }
  let reached = 0
  return hits
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .filter(({ start, end }) => {
      if (start < reached) return false
      reached = end
      return true
    })
}
