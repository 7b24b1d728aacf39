/** Gives a text field the height of its text, up to what its style allows. */
export function fitToText(field: HTMLTextAreaElement): void {
  field.style.height = 'auto'
  field.style.height = `${field.scrollHeight}px`
}
