import { useEffect, useState } from 'react'

/** Whole seconds until a time (milliseconds since 1970), counting down; 0 when it has passed. */
export function useCountdown(until: number | undefined): number {
  const [now, setNow] = useState(() => Date.now())
  const left = until === undefined ? 0 : Math.max(0, Math.ceil((until - now) / 1000))

  useEffect(() => {
    if (until === undefined) return undefined
    const timer = setInterval(() => {
      setNow(Date.now())
      if (Date.now() >= until) clearInterval(timer)
    }, 250)
    return () => {
      clearInterval(timer)
    }
  }, [until])

  return left
}
