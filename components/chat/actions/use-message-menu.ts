import { useRef } from 'react'

/**
 * For a menu inside a message. A chosen action runs once the menu is closed, so that it may take the
 * focus. Before that the focus goes to the menu's button, or to the message if `focusNext` says that
 * the action removes the button.
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
