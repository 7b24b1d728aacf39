import { useEffect } from 'react'
import { isApple } from '../shortcuts/is-apple'
import { pressedShortcut } from '../shortcuts/pressed-shortcut'
import { isWriting } from '../ui/is-writing'
import { overlays } from './overlays'

/** Opens the commands and the shortcuts by their keys, unless something else is open over the page. */
export function useOverlayKeys(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const where = { isApple: isApple(), isWriting: isWriting(event.target) }
      const pressed = pressedShortcut(event, where)
      if (pressed === undefined) return
      if (overlays.shown() === pressed) overlays.close()
      else if (isPageInReach()) overlays.show(pressed)
      else return
      event.preventDefault()
    }
    addEventListener('keydown', onKeyDown)
    return () => {
      removeEventListener('keydown', onKeyDown)
    }
  }, [])
}

/** Dialogs and menus are in the page only while they are open. */
function isPageInReach(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') === null
}
