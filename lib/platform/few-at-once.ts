/** Does work while less than `most` of it is going on; the rest waits in line. */
export function fewAtOnce(most: number): <Value>(work: () => Promise<Value>) => Promise<Value> {
  const waiting: (() => void)[] = []
  let going = 0

  function next(): void {
    const first = waiting.shift()
    // The place of the one that is over is the next one's.
    if (first) first()
    else going -= 1
  }

  return async (work) => {
    if (going < most) going += 1
    else await new Promise<void>((resolve) => waiting.push(resolve))
    try {
      return await work()
    } finally {
      next()
    }
  }
}
