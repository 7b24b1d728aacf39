/** The content for the clipboard: a text, and for programs that take it, the same as HTML. */
export type Copied = { text: string; html?: string }

/** Returns whether it worked. Plain http has no clipboard API: there the old way is tried. */
export async function copyToClipboard(copied: Copied): Promise<boolean> {
  try {
    await navigator.clipboard.write([new ClipboardItem(itemOf(copied))])
    return true
  } catch {
    return copyBySelection(copied)
  }
}

function itemOf({ text, html }: Copied): Record<string, Blob> {
  const blobOf = (type: string, content: string) => ({ [type]: new Blob([content], { type }) })
  return { ...blobOf('text/plain', text), ...(html !== undefined && blobOf('text/html', html)) }
}

function copyBySelection({ text, html }: Copied): boolean {
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.style.position = 'fixed'
  field.addEventListener('copy', (event) => {
    if (html === undefined || event.clipboardData === null) return
    event.clipboardData.setData('text/plain', text)
    event.clipboardData.setData('text/html', html)
    event.preventDefault()
  })
  document.body.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}
