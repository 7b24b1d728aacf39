import { useEffect, useEffectEvent } from 'react'

/** Closes what lies over the page when one goes back or forward: another page lies under it then. */
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
