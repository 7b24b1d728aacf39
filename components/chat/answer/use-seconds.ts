import { useEffect, useState } from 'react'

/** Whole seconds since `running` became true. Keeps its last count afterwards. */
export function useSeconds(running: boolean): number {
  const [seconds, setSeconds] = useState(0)

  useEffect(() => {
    if (!running) return undefined
    const startedAt = performance.now()
    const timer = setInterval(() => {
      setSeconds(Math.floor((performance.now() - startedAt) / 1000))
    }, 250)
    return () => {
      clearInterval(timer)
    }
  }, [running])

  return seconds
}
