import { useSyncExternalStore } from 'react'

/** From here on, the width of `md`, the side bar has its place beside the page. */
export const WIDE = '(width >= 48rem)'

/** Whether the side bar has its place beside the page; the server draws it so. */
export function useIsWide(): boolean {
  return useSyncExternalStore(
    whenWidthChanges,
    () => matchMedia(WIDE).matches,
    () => true,
  )
}

/** Calls back when that changes; the returned function ends that. */
export function whenWidthChanges(onChange: () => void): () => void {
  const wide = matchMedia(WIDE)
  wide.addEventListener('change', onChange)
  return () => {
    wide.removeEventListener('change', onChange)
  }
}
