import { useEffect, useState } from 'react'
import type * as LateParts from './late-parts'

let loaded: typeof LateParts | undefined

async function load(): Promise<typeof LateParts> {
  return (loaded = await import('./late-parts'))
}

/** Begins to load the content of the overlays, so that it is there when one of them is opened. */
export function preloadLateParts(): void {
  // If that fails, the first overlay that is opened tries again and says so.
  load().catch(() => {})
}

/** The content of the overlays, once it has loaded, or `retry` if it could not be loaded. */
export function useLateParts() {
  const [parts, setParts] = useState(loaded)
  const [attempt, setAttempt] = useState(1)
  const [failedAttempt, setFailedAttempt] = useState(0)

  useEffect(() => {
    if (parts) return undefined
    let isGone = false
    load().then(
      (now) => {
        if (!isGone) setParts(now)
      },
      () => {
        if (!isGone) setFailedAttempt(attempt)
      },
    )
    return () => {
      isGone = true
    }
  }, [parts, attempt])

  const retry = () => {
    setAttempt(attempt + 1)
  }
  return { parts, retry: failedAttempt === attempt ? retry : undefined }
}
