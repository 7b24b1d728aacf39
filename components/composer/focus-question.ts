/** The one text field of the page, also the target of its skip link. */
export const QUESTION_ID = 'question'

/** Puts the focus where one writes. */
export function focusQuestion(): void {
  document.getElementById(QUESTION_ID)?.focus()
}

/** The text field in which a question is being edited, if one is. */
export const EDITED_QUESTION_ID = 'edited-question'

/** Puts the focus where one edits. */
export function focusEditedQuestion(): void {
  document.getElementById(EDITED_QUESTION_ID)?.focus()
}
