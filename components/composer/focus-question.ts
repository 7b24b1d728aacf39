/** The text field of the composer, also the target of the page's skip link. */
export const QUESTION_ID = 'question'

export function focusQuestion(): void {
  document.getElementById(QUESTION_ID)?.focus()
}

/** The text field of a question that is being edited. */
export const EDITED_QUESTION_ID = 'edited-question'

export function focusEditedQuestion(): void {
  document.getElementById(EDITED_QUESTION_ID)?.focus()
}
