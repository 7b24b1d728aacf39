let byKeyboard = false

// From the beginning: what was done before somebody asks counts, and `:focus-visible` does not tell it of
// a focus that the page sets.
if (typeof window !== 'undefined') {
  addEventListener('keydown', () => (byKeyboard = true), { capture: true })
  addEventListener('pointerdown', () => (byKeyboard = false), { capture: true })
}

/** Whether what somebody did last in this page was by keyboard. */
export function isLastInputByKeyboard(): boolean {
  return byKeyboard
}
