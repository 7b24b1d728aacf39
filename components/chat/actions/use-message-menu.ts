import { useRef } from 'react'

/**
 * For a menu inside a message: what was chosen is done once the menu is closed, so that it may take
 * the focus; else the button of the menu has it again, or the `message`, where that button goes.
 */
export function useMessageMenu(focusNext: 'button' | 'message') {
  const trigger = useRef<HTMLButtonElement>(null)
  const message = useRef<HTMLElement>(null)
  const chosen = useRef<() => void>(undefined)

  return {
    trigger,
    choose: (action: () => void) => {
      chosen.current = action
    },
    onOpenChange: (open: boolean) => {
      if (open) message.current = trigger.current?.closest('article') ?? null
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault()
      const action = chosen.current
      chosen.current = undefined
      const toButton = focusNext === 'button' || action === undefined
      const next = (toButton ? trigger.current : null) ?? message.current
      next?.focus({ preventScroll: true })
      action?.()
    },
  }
}
