import type { Connection } from './connection'

/** Makes a write in a transaction, and gives its result once that is committed. Throws its error. */
export type SharedCommit = <Value>(write: () => Value) => Promise<Value>

type WaitingWrite = {
  /** Makes the write, in a transaction; the result tells its caller, after the commit. */
  make: () => () => void
  refuse: (error: unknown) => void
}

/** More would hold the event loop for more than a few milliseconds. */
const MOST_TOGETHER = 16

const immediately = { behavior: 'immediate' } as const

/**
 * Commits the writes of one turn of the event loop together: a commit costs nearly as much as the rows
 * of a send. Where one of them fails, each is made again by itself, so a write must do nothing but
 * change the database.
 */
export function createSharedCommit(connection: Connection, file: string): SharedCommit {
  // In memory there is nothing to share.
  if (file === ':memory:') return async (write) => connection.transaction(write, immediately)

  let waiting: WaitingWrite[] = []

  function commitSome(): void {
    const writes = waiting.slice(0, MOST_TOGETHER)
    waiting = waiting.slice(MOST_TOGETHER)
    if (waiting.length > 0) setImmediate(commitSome)
    if (!areCommitted(writes)) for (const write of writes) commitAlone(write)
  }

  /** False where a write or the commit has failed: then nothing of them is written. */
  function areCommitted(writes: readonly WaitingWrite[]): boolean {
    if (writes.length === 1) return false
    try {
      const told = connection.transaction(() => writes.map(({ make }) => make()), immediately)
      for (const tell of told) tell()
      return true
    } catch {
      // The error is the one that its write meets again by itself.
      return false
    }
  }

  function commitAlone({ make, refuse }: WaitingWrite): void {
    try {
      connection.transaction(make, immediately)()
    } catch (error) {
      refuse(error)
    }
  }

  return <Value>(write: () => Value) => {
    const { promise, resolve, reject } = Promise.withResolvers<Value>()
    waiting.push({
      make() {
        const value = write()
        return () => {
          resolve(value)
        }
      },
      refuse: reject,
    })
    // All that is ready in this turn of the event loop gets in.
    if (waiting.length === 1) setImmediate(commitSome)
    return promise
  }
}
