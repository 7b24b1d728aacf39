/** How many characters of a message can be found; the triggers of the index have the same number. */
export const SEARCHED_CHARACTERS = 200_000

/** The words of a search. All of them must be found; accents alone are no word. */
export function searchWords(query: string): string[] {
  const words = query.normalize('NFC').split(/\s+/u)
  return words.filter((word) => foldText(word).text !== '')
}

/** The text of {@link foldText} alone, which is much faster for a text without accents. */
export function fold(original: string): string {
  const isPlain = !/[\u0080-\uFFFF]/.test(original)
  return isPlain
    ? original.toLowerCase()
    : Array.from(original, (character) => foldCharacter(character)).join('')
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

/** The index takes a Korean syllable, or a Japanese one with its marks, for one character: hence NFC. */
function foldCharacter(character: string): string {
  if (character < '\u0080') return character.toLowerCase()
  return character
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036F]/g, '')
    .normalize('NFC')
    .toLowerCase()
}
