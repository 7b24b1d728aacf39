/** A hidden page has no frames; there things are handed on at least this often, in milliseconds. */
const LONGEST_WAIT_MS = 250

/**
 * Gathers what comes and hands it on once a frame: text may arrive faster than a slow device can
 * draw it. What is known is so always what is drawn, and Stop keeps exactly what was seen.
 */
export function onceAFrame<Item>(handOn: (items: Item[]) => void) {
  let gathered: Item[] = []
  let frame: number | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const cancel = () => {
    if (frame !== undefined) cancelAnimationFrame(frame)
    clearTimeout(timer)
    frame = undefined
  }
  const flush = () => {
    cancel()
    const items = gathered
    gathered = []
    handOn(items)
  }

  return {
    add: (item: Item): void => {
      gathered.push(item)
      if (frame !== undefined) return
      frame = requestAnimationFrame(flush)
      timer = setTimeout(flush, LONGEST_WAIT_MS)
    },
    /** Drops what has not been handed on. */
    cancel,
  }
}
