/** An answer's state as the page shows it. `too late`: it had ended before the stop arrived. */
export type ShownState = 'active' | 'stopping' | 'ended' | 'too late'

/** How much of an answer is shown now. */
export type ShownEvent = PageMoment & {
  kind: 'shown'
  messageId: string
  length: number
  state: ShownState
}

/** A click or Esc, with the length of each answer that was shown at that moment. */
export type PressEvent = PageMoment & {
  kind: 'press'
  label: string
  lengths: Record<string, number>
}

export type PageEvent = ShownEvent | PressEvent

/** When a page told an event, in epoch milliseconds, and the event's number in that page. */
type PageMoment = { documentId: string; at: number; order: number }

declare global {
  interface Window {
    tellPageEvent: (event: PageEvent) => Promise<void>
  }
}

/**
 * Runs in a page before anything else, and tells every change of the length or the state of an
 * answer. Lengths do not count white space, which Markdown removes.
 */
export function watchAnswers(): void {
  const documentId = `${performance.timeOrigin}-${Math.random()}`
  const told = new Map<string, string>()
  let order = 0
  const moment = () => ({ documentId, at: Date.now(), order: (order += 1) })

  const stateOf = (answer: Element): ShownState => {
    const said = answer.textContent ?? ''
    if (said.includes('The answer ended before your stop arrived')) return 'too late'
    const isActive = answer.getAttribute('data-status') === 'active'
    const canStop = answer.querySelector('[aria-label="Stop this answer"]') !== null
    if (/Stopping|Could not reach the server to stop/.test(said)) return 'stopping'
    return !isActive ? 'ended' : canStop ? 'active' : 'stopping'
  }
  const shownOf = (answer: Element) => {
    const texts = [...answer.querySelectorAll('[data-answer-text]')]
    const length = texts
      .map((text) => (text.textContent ?? '').replaceAll(/\s/g, '').length)
      .reduce((sum, next) => sum + next, 0)
    return { length, state: stateOf(answer) }
  }
  const answers = () =>
    [...document.querySelectorAll('[data-role="assistant"]')].map((answer) => ({
      messageId: answer.getAttribute('data-message-id') ?? '',
      ...shownOf(answer),
    }))
  const look = () => {
    for (const { messageId, length, state } of answers()) {
      if (told.get(messageId) === `${length} ${state}`) continue
      told.set(messageId, `${length} ${state}`)
      void window.tellPageEvent({ ...moment(), kind: 'shown', messageId, length, state })
    }
  }
  const press = (label: string) => {
    const lengths = Object.fromEntries(
      answers().map(({ messageId, length }) => [messageId, length]),
    )
    void window.tellPageEvent({ ...moment(), kind: 'press', label, lengths })
  }

  addEventListener(
    'click',
    ({ target }) => {
      const button = target instanceof Element && target.closest('button, [role="menuitem"]')
      if (button) press(button.getAttribute('aria-label') ?? button.textContent.trim())
    },
    true,
  )
  addEventListener(
    'keydown',
    ({ key }) => {
      if (key === 'Escape') press('Escape')
    },
    true,
  )
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributeFilter: ['data-status'],
  })
}
