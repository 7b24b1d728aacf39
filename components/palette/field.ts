export const fieldStyle =
  'h-12 w-full min-w-0 flex-1 bg-transparent text-base text-ink outline-none'

export const fieldHint = 'Search commands and chats'

/** A `ref` that focuses the end of the field's text, but not on a phone: it would show its keyboard. */
export function focusAtEnd(field: HTMLInputElement | null): void {
  if (!field || !matchMedia('(pointer: fine)').matches) return
  field.focus()
  field.setSelectionRange(field.value.length, field.value.length)
}
