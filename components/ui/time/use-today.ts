import { useEffect, useState } from 'react'

const LOOK_AGAIN_MS = 60_000

/**
 * A time of today, the same object until the next day begins in the browser's time zone.
 * @param clock in milliseconds since 1970
 */
export function useToday(clock: () => number): Date {
  const [today, setToday] = useState(() => new Date(clock()))
  useEffect(() => {
    // A timer until midnight would be late by as long as the computer has slept.
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
