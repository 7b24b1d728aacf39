import { useEffect, useEffectEvent } from 'react'

/** Closes an overlay when the person goes back or forward, since another page is then under it. */
export function useCloseOnBack(close: () => void): void {
  const onBack = useEffectEvent(close)
  useEffect(() => {
    const listen = () => {
      onBack()
    }
    addEventListener('popstate', listen)
    return () => {
      removeEventListener('popstate', listen)
    }
  }, [])
}
