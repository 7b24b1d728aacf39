import { useState } from 'react'

/**
 * For a dialog that nothing in it has opened: how to give the focus back to what had it before. If
 * that is gone, the page's main part has it.
 */
export function useReturnFocus(): () => void {
  const [opener] = useState(() => document.activeElement)
  return () => {
    const isThere = opener instanceof HTMLElement && opener.isConnected && opener !== document.body
    const next = isThere ? opener : document.querySelector('main')
    next?.focus({ preventScroll: true })
  }
}
