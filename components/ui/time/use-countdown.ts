import { useEffect, useState } from 'react'

/**
 * Whole seconds until a time (milliseconds since 1970), counting down; 0 when it has passed.
 * @param clock the present time, in milliseconds since 1970
 */
export function useCountdown(until: number | undefined, clock: () => number): number {
  const [now, setNow] = useState(clock)
  const left = until === undefined ? 0 : Math.max(0, Math.ceil((until - now) / 1000))

  useEffect(() => {
    if (until === undefined) return undefined
    const timer = setInterval(() => {
      setNow(clock())
      if (clock() >= until) clearInterval(timer)
    }, 250)
    return () => {
      clearInterval(timer)
    }
  }, [until, clock])

  return left
}
