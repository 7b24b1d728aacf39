import type { MessagePart } from '@/lib/contract/message'
import { textOf } from '@/lib/contract/message-text'
import { fold, SEARCHED_CHARACTERS } from '@/lib/db/search-words'

/** What a search looks through of a message: see `searchTexts`. */
export function searchTextOf(parts: readonly MessagePart[]): string {
  return fold(textOf(parts).slice(0, SEARCHED_CHARACTERS))
}
