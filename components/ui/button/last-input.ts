let byKeyboard = false
let keyAt = 0

// From the beginning: what was done before somebody asks counts, and `:focus-visible` does not tell it of
// a focus that the page sets.
if (typeof window !== 'undefined') {
  const onKeyDown = ({ timeStamp }: KeyboardEvent) => {
    byKeyboard = true
    keyAt = timeStamp
  }
  addEventListener('keydown', onKeyDown, { capture: true })
  addEventListener('pointerdown', () => (byKeyboard = false), { capture: true })
}

/** Whether what somebody did last in this page was by keyboard. */
export function isLastInputByKeyboard(): boolean {
  return byKeyboard
}

/** When a key was pressed last, as `performance.now()` tells time; 0 is never. */
export function lastKeyAt(): number {
  return keyAt
}
