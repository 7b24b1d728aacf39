/** The text of an answer as its page shows it, without marks of Markdown and without its thoughts. */
export function shownTextOf(messageId: string): string {
  const texts = document.querySelectorAll(`[data-message-id="${messageId}"] [data-answer-text]`)
  return [...texts].map(textOfBlocks).filter(isSaid).join('\n\n')
}

const BLOCKS = 'p, div, ul, ol, blockquote, figure, section, h1, h2, h3, h4, h5, h6, hr'

/** The text in an element: an empty line between its blocks, a nested list right under its line. */
function textOfBlocks(container: Element): string {
  let text = ''
  let line = ''
  const add = (piece: string, gap: string) => {
    if (isSaid(piece)) text += text === '' ? piece : gap + piece
  }
  const endLine = () => {
    add(line.trim().replaceAll(/\s*\n\s*/g, '\n'), '\n\n')
    line = ''
  }
  for (const node of container.childNodes) {
    if (node instanceof Element && node.matches(BLOCKS)) {
      endLine()
      const nested = container.matches('li') && node.matches('ul, ol')
      add(textOfBlock(node), nested ? '\n' : '\n\n')
    } else line += textInLine(node)
  }
  endLine()
  return text
}

function textOfBlock(block: Element): string {
  if (block.matches('ul, ol')) return textOfList(block)
  const code = block.querySelector(':scope > pre')
  // Leaves out the caption of the code, which has the name of its language.
  if (code) return (code.textContent ?? '').trimEnd()
  const table = block.querySelector(':scope > table')
  if (table instanceof HTMLTableElement) return textOfTable(table)
  if (block.querySelector(`:scope > :is(${BLOCKS})`)) return textOfBlocks(block)
  return block instanceof HTMLElement ? block.innerText.trim() : ''
}

/** Writes each item's mark, which the browser only draws, and indents the item by its length. */
function textOfList(list: Element): string {
  let number = list instanceof HTMLOListElement ? list.start : 0
  const items = [...list.children].map((item) => {
    const mark = list.matches('ol') ? `${number++}. ` : '- '
    const box = item.querySelector(':scope > input, :scope > p > input')
    const done = box instanceof HTMLInputElement ? (box.checked ? '[x] ' : '[ ] ') : ''
    return mark + done + indented(textOfBlocks(item), ' '.repeat(mark.length))
  })
  return items.join('\n')
}

function indented(text: string, indent: string): string {
  return text.replaceAll(/\n(?!\n)/g, `\n${indent}`)
}

/** A line for each row, with tabs between the cells, as spreadsheets paste it. */
function textOfTable({ rows }: HTMLTableElement): string {
  const cellsOf = ({ cells }: HTMLTableRowElement) =>
    [...cells].map(({ innerText }) => innerText.trim().replaceAll(/\s+/g, ' '))
  return [...rows].map((row) => cellsOf(row).join('\t')).join('\n')
}

function textInLine(node: Node): string {
  if (node instanceof HTMLBRElement) return '\n'
  if (node instanceof HTMLElement) return node.innerText
  return (node.textContent ?? '').replaceAll(/\s+/g, ' ')
}

function isSaid(text: string): boolean {
  return text !== ''
}
