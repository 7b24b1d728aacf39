import { useSyncExternalStore } from 'react'
import { useIsApple } from './is-apple'
import { ariaKeys, type Combination } from './shortcuts'

const TOUCH = '(pointer: coarse)'

/** Whether the page mentions keys: not on a touch screen. Keys that are pressed work all the same. */
export function useOffersKeys(): boolean {
  return useSyncExternalStore(
    whenPointerChanges,
    () => !matchMedia(TOUCH).matches,
    () => true,
  )
}

/** The keys of a control as `aria-keyshortcuts` names them, if the page mentions keys. */
export function useAriaKeys(keys: Combination): string | undefined {
  const isApple = useIsApple()
  return useOffersKeys() ? ariaKeys(keys, isApple) : undefined
}

function whenPointerChanges(onChange: () => void): () => void {
  const touch = matchMedia(TOUCH)
  touch.addEventListener('change', onChange)
  return () => {
    touch.removeEventListener('change', onChange)
  }
}
