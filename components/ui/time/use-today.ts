import { useEffect, useState } from 'react'

const LOOK_AGAIN_MS = 60_000

/**
 * A time of today, the same one until the next day begins where the browser is.
 * @param clock in milliseconds since 1970
 */
export function useToday(clock: () => number): Date {
  const [today, setToday] = useState(() => new Date(clock()))
  useEffect(() => {
    // No timer until midnight: a computer that slept would be late by as long.
    const timer = setInterval(() => {
      const now = new Date(clock())
      setToday((known) => (known.toDateString() === now.toDateString() ? known : now))
    }, LOOK_AGAIN_MS)
    return () => {
      clearInterval(timer)
    }
  }, [clock])
  return today
}
