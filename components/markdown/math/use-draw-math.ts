import { useEffect, useState } from 'react'
import type { drawMath } from './draw-math'

type DrawMath = typeof drawMath

let loaded: DrawMath | undefined

/** Loads what draws formulas, with the first of them. */
export async function loadDrawMath(): Promise<void> {
  const drawing = await import('./draw-math')
  loaded = drawing.drawMath
}

/** What draws formulas, once it is there. */
export function useDrawMath(): DrawMath | undefined {
  const [, setIsLoaded] = useState(loaded !== undefined)
  useEffect(() => {
    if (loaded) return undefined
    let isGone = false
    const tell = () => {
      if (!isGone) setIsLoaded(true)
    }
    // Should it fail, formulas are shown as they are written.
    loadDrawMath().then(tell, () => {})
    return () => {
      isGone = true
    }
  }, [])
  return loaded
}
