export const fieldStyle =
  'h-12 w-full min-w-0 flex-1 bg-transparent text-base text-ink outline-none'

export const fieldHint = 'Search commands and chats'

/** A `ref` for the field: one goes on typing in it. A phone would bring up its keyboard for that. */
export function focusAtEnd(field: HTMLInputElement | null): void {
  if (!field || !matchMedia('(pointer: fine)').matches) return
  field.focus()
  field.setSelectionRange(field.value.length, field.value.length)
}
