const FIELDS = 'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"]'

/** Whether a key that is pressed here is a letter to write, or one that a menu looks for. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null
}
