import { useEffect, useEffectEvent } from 'react'
import { overlays, type Overlay } from '../navigation/overlays'
import { isApple } from '../shortcuts/is-apple'
import { pressedShortcut } from '../shortcuts/pressed-shortcut'
import { isWriting } from '../ui/is-writing'
import { usePageActions } from './use-page-actions'

/** The overlays that some shortcuts open, and close again. */
const overlayOf: Partial<Record<string, Overlay>> = {
  commands: 'commands',
  shortcuts: 'shortcuts',
  pickModel: 'models',
}

/** Runs the shortcuts of the whole page, unless something else is open over the page. */
export function useShortcutKeys(): void {
  const actions = usePageActions()
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return
    const where = { isApple: isApple(), isWriting: isWriting(event.target) }
    const pressed = pressedShortcut(event, where)
    if (pressed === undefined) return
    if (overlays.shown() !== undefined && overlays.shown() === overlayOf[pressed]) overlays.close()
    else if (!isPageInReach()) return
    else actions[pressed]?.()
    // Even if there is nothing to do: the browser must not do something else with the key.
    event.preventDefault()
  })

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      press(event)
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
