/** Whether one can get to it: it is shown, and not behind a dialog. */
export function isInReach(element: HTMLElement): boolean {
  return element.checkVisibility() && element.closest('[aria-hidden="true"]') === null
}
