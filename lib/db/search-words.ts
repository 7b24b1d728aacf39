/** How many characters of a message can be found; the migrations of both databases have the same number. */
export const SEARCHED_CHARACTERS = 200_000

/** The indexes know three characters in a row. Accents do not count: folding drops them. */
const SHORTEST_TERM = 3

/** The words of a search. All of them must be found; accents alone are no word. */
export function searchWords(query: string): string[] {
  const words = query.normalize('NFC').split(/\s+/u)
  return words.filter((word) => foldText(word).text !== '')
}

/** Whether a word is too short for the index of texts, so that the texts themselves must be read. */
export function isShort(word: string): boolean {
  return Array.from(foldText(word).text).length < SHORTEST_TERM
}

/** The text of {@link foldText} alone, which is many times faster. */
export function fold(original: string): string {
  return original.replaceAll(CHANGING, foldRun).toLowerCase()
}

/** What folding may change, but for ASCII: kana, Chinese characters and Korean syllables stay the same. */
const CHANGING = /[^\p{ASCII}\u3041-\u3096\u30A1-\u30FA\u4E00-\u9FFF\uAC00-\uD7A3]+/gu

/** More characters than any alphabet has. */
const MOST_REMEMBERED = 10_000

const remembered = new Map<string, string>()

function foldRun(run: string): string {
  let text = ''
  for (const character of run) {
    let folded = remembered.get(character)
    if (folded === undefined) {
      folded = foldCharacter(character)
      if (remembered.size < MOST_REMEMBERED) remembered.set(character, folded)
    }
    text += folded
  }
  return text
}

/** Whether a text, such as a title, has all these words, which are folded. */
export function hasAll(text: string, foldedWords: readonly string[]): boolean {
  const folded = fold(text)
  return foldedWords.every((word) => folded.includes(word))
}

/** A text for comparing, and where each of its UTF-16 code units comes from in the original. */
export type FoldedText = { text: string; origins: number[] }

/** The text as the search sees it: without case and accents, as the index's tokenizer does. */
export function foldText(original: string): FoldedText {
  const origins: number[] = []
  let text = ''
  let position = 0
  for (const character of original) {
    const folded = foldCharacter(character)
    for (let unit = 0; unit < folded.length; unit += 1) origins.push(position)
    text += folded
    position += character.length
  }
  origins.push(original.length)
  return { text, origins }
}

/**
 * The index takes a Korean syllable, or a Japanese one with its marks, for one character: hence NFC. The
 * Greek sigma is written in another way at the end of a word, but not in capitals.
 */
function foldCharacter(character: string): string {
  if (character < '\u0080') return character.toLowerCase()
  return character
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace('ς', 'σ')
}
