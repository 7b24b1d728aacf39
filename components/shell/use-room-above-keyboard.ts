import { useEffect, type RefObject } from 'react'

/** In CSS pixels. Anything lower is a bar of the browser that comes and goes. */
const LOWEST_KEYBOARD = 100

/**
 * Ends the page above a keyboard that lies over it, as Safari's does; elsewhere `interactive-widget` has
 * made the page shorter already.
 */
export function useRoomAboveKeyboard(page: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const { visualViewport: seen } = window
    if (!seen) return undefined
    const fit = () => {
      if (!page.current) return
      const covered = document.documentElement.clientHeight - seen.height
      // A page that is zoomed with two fingers shows less of itself, too.
      const isCovered = covered >= LOWEST_KEYBOARD && seen.scale < 1.01
      page.current.style.height = isCovered ? `${seen.height}px` : ''
      // Safari has moved the page up to show the field, which is in sight now.
      if (isCovered) scrollTo(0, 0)
    }
    seen.addEventListener('resize', fit)
    return () => {
      seen.removeEventListener('resize', fit)
    }
  }, [page])
}
