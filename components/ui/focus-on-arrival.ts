/** A `ref` for what takes the place of what had the focus: it is read out, and Tab goes on from it. */
export function focusOnArrival(element: HTMLElement | null): void {
  element?.focus()
}
