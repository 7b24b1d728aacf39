/** How much of the event loop long work may take at a time, all of it together, in milliseconds. */
const LONGEST_MS = 10

const waiting: (() => void)[] = []
/** When the long work of this turn of the event loop began. */
let began: number | undefined

/**
 * Resolves in a later turn of the event loop: long work waits for it between two steps, so that
 * everybody else's requests come in between. However many such works there are, those of one turn
 * take 10 ms and the step in which that passes.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    setImmediate(serve)
  })
}

/** Node lets promises settle between two of these, so the step of one is over when the next runs. */
function serve(): void {
  if (began === undefined) {
    began = performance.now()
    // Comes first in the next turn.
    setImmediate(() => {
      began = undefined
    })
  }
  if (performance.now() - began > LONGEST_MS) setImmediate(serve)
  else waiting.shift()?.()
}
