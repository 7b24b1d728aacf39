import { useState } from 'react'

/**
 * For a dialog without a trigger of its own: gives the focus back to the element that had it before, or
 * to the page's main part if that element is gone.
 */
export function useReturnFocus(): () => void {
  const [opener] = useState(() => document.activeElement)
  return () => {
    const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
    const next = isThere ? opener : document.querySelector('main')
    next?.focus({ preventScroll: true })
  }
}
