/** Moves the focus from a button that goes away when it is pressed to its message. */
export function focusMessageOf(button: Element | null): void {
  button?.closest('article')?.focus({ preventScroll: true })
}
