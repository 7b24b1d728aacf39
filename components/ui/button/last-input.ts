let byKeyboard = false
let keyAt = 0

// Listens from the beginning, since the last input is older than the question for it. `:focus-visible`
// does not tell of it when the page sets the focus.
if (typeof window !== 'undefined') {
  const onKeyDown = ({ timeStamp }: KeyboardEvent) => {
    byKeyboard = true
    keyAt = timeStamp
  }
  addEventListener('keydown', onKeyDown, { capture: true })
  addEventListener('pointerdown', () => (byKeyboard = false), { capture: true })
}

/** Whether the last input in this page came from the keyboard. */
export function isLastInputByKeyboard(): boolean {
  return byKeyboard
}

/** The time of the last key press, as in `performance.now()`; 0 if there was none. */
export function lastKeyAt(): number {
  return keyAt
}
