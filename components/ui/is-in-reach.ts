/** Whether one can get to it: it is shown, and no dialog or menu keeps the pointer from it. */
export function isInReach(element: HTMLElement): boolean {
  return element.checkVisibility() && getComputedStyle(element).pointerEvents !== 'none'
}
