/**
 * Where in the text of an element a place of the page is, in UTF-16 code units from its start; undefined
 * where it is none of its places.
 */
export function placeOf(element: Element, node: Node | null, offset: number): number | undefined {
  if (node === null || !element.contains(node)) return undefined
  const before = document.createRange()
  before.setStart(element, 0)
  before.setEnd(node, offset)
  return before.toString().length
}

/** The other way round: the piece of text that has this place, and how far in. */
export function placeAt(element: Element, place: number | undefined): [Text, number] | undefined {
  if (place === undefined) return undefined
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  let left = place
  let last: Text | undefined
  for (let text = texts.nextNode(); text instanceof Text; text = texts.nextNode()) {
    if (left <= text.length) return [text, left]
    left -= text.length
    last = text
  }
  return last && [last, last.length]
}
