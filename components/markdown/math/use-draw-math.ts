import { useEffect, useState } from 'react'
import type { drawMath } from './draw-math'

type DrawMath = typeof drawMath

let loaded: DrawMath | undefined

/** Loads KaTeX, when the first formula is drawn. */
export async function loadDrawMath(): Promise<void> {
  const drawing = await import('./draw-math')
  loaded = drawing.drawMath
}

/** The function that draws formulas, once it has loaded. */
export function useDrawMath(): DrawMath | undefined {
  const [, setIsLoaded] = useState(loaded !== undefined)
  useEffect(() => {
    if (loaded) return undefined
    let isGone = false
    const tell = () => {
      if (!isGone) setIsLoaded(true)
    }
    // If that fails, formulas are shown as they are written.
    loadDrawMath().then(tell, () => {})
    return () => {
      isGone = true
    }
  }, [])
  return loaded
}
