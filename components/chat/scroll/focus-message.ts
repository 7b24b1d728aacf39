/** Moves the focus from a button to its message, since the button goes away when it is pressed. */
export function focusMessageOf(button: Element | null): void {
  button?.closest('article')?.focus({ preventScroll: true })
}
