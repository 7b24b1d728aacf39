/** The text of an answer as its page shows it, without marks of Markdown and without its thoughts. */
export function shownTextOf(messageId: string): string {
  const texts = document.querySelectorAll(`[data-message-id="${messageId}"] [data-answer-text]`)
  return [...texts]
    .flatMap((text) => [...text.children])
    .map(blockText)
    .filter((text) => text !== '')
    .join('\n\n')
}

/** Of code only the code: the name of its language stands beside it. */
function blockText(block: Element): string {
  const code = block.querySelector(':scope > pre')
  const shown = code ?? block
  return shown instanceof HTMLElement ? shown.innerText.trim() : ''
}
