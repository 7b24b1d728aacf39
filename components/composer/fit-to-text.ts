/**
 * Gives a text field the height of its text, up to the limit in its style. Newer browsers do that with
 * `field-sizing` alone, and need not measure the page at every key.
 */
export function fitToText(field: HTMLTextAreaElement): void {
  if (CSS.supports('field-sizing', 'content')) return
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
