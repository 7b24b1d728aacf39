import { useCallback, useEffect, useState } from 'react'

const SHOWN_MS = 1_500

/** A value for a moment: the one that was set last, until its time is over. */
export function usePassing<Value extends string>(): [Value | undefined, (value: Value) => void] {
  const [shown, setShown] = useState<{ value: Value }>()

  useEffect(() => {
    if (!shown) return undefined
    const timer = setTimeout(() => {
      setShown(undefined)
    }, SHOWN_MS)
    return () => {
      clearTimeout(timer)
    }
  }, [shown])

  const show = useCallback((value: Value) => {
    setShown({ value })
  }, [])
  return [shown?.value, show]
}
