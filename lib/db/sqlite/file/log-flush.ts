import { closeSync, fdatasync, fsyncSync, openSync, statSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

export type LogFlush = {
  /** Resolves once all that is committed by now would outlive a power cut. Throws the error of the disk. */
  flushed(): Promise<void>
  close(): void
}

/** Waits until the disk has what was written to an open file. */
export type SyncFile = (descriptor: number) => Promise<void>

/**
 * Waits for the disk as `synchronous = FULL` does, but only for commits for which a caller asks, and
 * off the event loop, which SQLite would block for a millisecond or a hundred. Callers that ask
 * together share one wait.
 */
export function createLogFlush(file: string, sync: SyncFile = promisify(fdatasync)): LogFlush {
  const log = `${file}-wal`
  // There is no log in memory, nor on network disks where SQLite keeps none and waits itself.
  if (file === ':memory:' || !statSync(log, { throwIfNoEntry: false })) {
    return { flushed: async () => {}, close() {} }
  }
  flushFolder(path.dirname(file))
  const descriptor = openSync(log, 'r+')
  let isClosed = false
  /** Resolves when the disk has answered, also with an error: its callers are told that. */
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<void> | undefined
  return {
    flushed() {
      // A wait that runs may have begun before the commit.
      next ??= running.then(() => {
        next = undefined
        const syncing = sync(descriptor)
        running = syncing.catch(() => undefined)
        return syncing
      })
      return next
    },
    close() {
      if (!isClosed)
        void running.then(() => {
          closeSync(descriptor)
        })
      isClosed = true
    },
  }
}

/** The name of the log, too, must outlive a power cut. */
function flushFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}
