/** A question counts as being at the top of the view within this distance of it, in pixels. */
const AT_TOP = 24
/** This much of the text before a question stays in sight, in pixels. */
const ROOM_ABOVE = 16

/**
 * Goes to the question before the one that is read, or to the next one, and gives it the focus. Past the
 * last one it goes to the end; before the first one to the beginning, where earlier ones load.
 */
export function stepQuestion(step: 'previous' | 'next'): void {
  const scroller = document.querySelector('[data-scroller]')
  if (!scroller) return
  const top = scroller.getBoundingClientRect().top
  const questions = [...scroller.querySelectorAll<HTMLElement>('[data-role="user"]')]
  const target = questionAt(questions, step, top)
  if (!target) {
    scroller.scrollTo({ top: step === 'previous' ? 0 : scroller.scrollHeight })
    return
  }
  scroller.scrollBy({ top: target.getBoundingClientRect().top - top - ROOM_ABOVE })
  target.focus({ preventScroll: true })
}

/** Counts from the question that has the focus, or else from the top of the view. */
function questionAt(
  questions: readonly HTMLElement[],
  step: 'previous' | 'next',
  top: number,
): HTMLElement | undefined {
  const focused = questions.findIndex(
    (question) => question === document.activeElement && isInSight(question, top),
  )
  if (focused !== -1) return questions[focused + (step === 'next' ? 1 : -1)]
  const from = (question: HTMLElement) => question.getBoundingClientRect().top - top
  return step === 'next'
    ? questions.find((question) => from(question) > AT_TOP)
    : questions.findLast((question) => from(question) < -AT_TOP)
}

/** A reader who has scrolled away from a question reads something else. */
function isInSight(question: HTMLElement, top: number): boolean {
  const box = question.getBoundingClientRect()
  return box.bottom > top && box.top < innerHeight
}
