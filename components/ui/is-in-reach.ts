/** Whether an element can be reached: it is shown, and no dialog or menu keeps the pointer from it. */
export function isInReach(element: HTMLElement): boolean {
  return element.checkVisibility() && getComputedStyle(element).pointerEvents !== 'none'
}
