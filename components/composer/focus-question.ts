/** The one text field of the page, also the target of its skip link. */
export const QUESTION_ID = 'question'

/** Puts the focus where one writes. */
export function focusQuestion(): void {
  document.getElementById(QUESTION_ID)?.focus()
}
