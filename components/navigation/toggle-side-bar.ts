import { changePreferences, preferences } from '@/lib/client/browser/preferences'
import { WIDE } from './use-is-wide'

export const SIDE_BAR_ID = 'side-bar'

/** Shows the side bar if it was put away. */
export function showSideBar(): void {
  if (preferences().sideBar === 'folded' && matchMedia(WIDE).matches) {
    changePreferences({ sideBar: 'shown' })
  }
}

/** Puts the side bar away, or shows it again. A focus that goes away with it moves to the toggle. */
export function toggleSideBar(): void {
  const focused = document.activeElement
  const wasOnToggle = focused?.matches('[data-side-bar-toggle]') === true
  changePreferences({ sideBar: preferences().sideBar === 'folded' ? 'shown' : 'folded' })
  const isLost = focused instanceof HTMLElement && !focused.checkVisibility()
  if (!wasOnToggle && !isLost) return
  const toggles = document.querySelectorAll<HTMLElement>('[data-side-bar-toggle]')
  const shown = [...toggles].find((toggle) => toggle.checkVisibility())
  shown?.focus()
}
