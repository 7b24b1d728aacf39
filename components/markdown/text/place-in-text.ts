/**
 * The place of a node's offset in the text of an element, in UTF-16 code units from its start; undefined
 * if the node is outside the element.
 */
export function placeOf(element: Element, node: Node | null, offset: number): number | undefined {
  if (node === null || !element.contains(node)) return undefined
  const before = document.createRange()
  before.setStart(element, 0)
  before.setEnd(node, offset)
  return before.toString().length
}

/** The reverse of `placeOf`: the text node that has this place, and the offset in it. */
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
