/** Gives a message the focus of one of its buttons, which goes away when it is pressed. */
export function focusMessageOf(button: Element | null): void {
  button?.closest('article')?.focus({ preventScroll: true })
}
