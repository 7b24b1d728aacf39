import type { MessagePart } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { fold, SEARCHED_CHARACTERS } from '@/lib/db/search-words'

/** What a search looks through of a message: see `searchTexts`. */
export function searchTextOf(parts: readonly MessagePart[]): string {
  // PostgreSQL's texts have no NUL.
  return fold(firstCharacters(textOf(parts))).replaceAll('\0', '')
}

/** In characters, as databases count them: two UTF-16 code units may be one. */
function firstCharacters(text: string): string {
  if (text.length <= SEARCHED_CHARACTERS) return text
  let end = 0
  for (let count = 0; count < SEARCHED_CHARACTERS && end < text.length; count += 1) {
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  }
  return text.slice(0, end)
}
