import { useSyncExternalStore } from 'react'

/** From this width on, which is that of `md`, the side bar has its place beside the page. */
export const WIDE = '(width >= 48rem)'

/** Whether the side bar has its place beside the page. The server draws the page this way. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    whenWidthChanges,
    () => matchMedia(WIDE).matches,
    () => true,
  )
}

/** Calls back when the page becomes wide or narrow; the returned function ends that. */
export function whenWidthChanges(onChange: () => void): () => void {
  const wide = matchMedia(WIDE)
  wide.addEventListener('change', onChange)
  return () => {
    wide.removeEventListener('change', onChange)
  }
}
