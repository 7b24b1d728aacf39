/**
 * Gives a text field the height of its text, up to what its style allows. Newer browsers do that by
 * its style alone, and need not measure the page with every key.
 */
export function fitToText(field: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
