/** A `ref` for an element that replaces a focused one: it is read out, and Tab goes on from it. */
export function focusOnArrival(element: HTMLElement | null): void {
  element?.focus()
}
