/** The longest that all long work together may hold the event loop at a time, in milliseconds. */
const LONGEST_MS = 10

const waiting: (() => void)[] = []
/** When the long work of this turn of the event loop began. */
let began: number | undefined

/**
 * Resolves in a later turn of the event loop. Long work waits for it between two steps, so that other
 * requests come in between. However many works there are, together they take 10 ms of a turn, plus the
 * rest of the step in which those pass.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve)
    setImmediate(serve)
  })
}

/** Node lets promises settle between two immediates, so the step of one work is over when the next runs. */
function serve(): void {
  if (began === undefined) {
    began = performance.now()
    // This runs first in the next turn.
    setImmediate(() => {
      began = undefined
    })
  }
  if (performance.now() - began > LONGEST_MS) setImmediate(serve)
  else waiting.shift()?.()
}
