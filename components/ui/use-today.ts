import { useEffect, useState } from 'react'

const LOOK_AGAIN_MS = 60_000

/** A time of today, the same one until the next day begins where the browser is. */
export function useToday(): Date {
  const [today, setToday] = useState(() => new Date())
  useEffect(() => {
    // No timer until midnight: a computer that slept would be late by as long.
    const timer = setInterval(() => {
      setToday((known) => (known.toDateString() === new Date().toDateString() ? known : new Date()))
    }, LOOK_AGAIN_MS)
    return () => {
      clearInterval(timer)
    }
  }, [])
  return today
}
