const FIELDS = 'input, textarea, select, [contenteditable="true"], [role="menu"], [role="listbox"]'

/** Whether a key that is pressed here writes a letter, or looks for an item of a menu. */
export function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(FIELDS) !== null
}
