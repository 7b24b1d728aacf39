import { closeSync, fdatasync, fsyncSync, openSync, statSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

export type LogFlush = {
  /** Resolves once all that is committed by now would outlive a power cut. Throws what the disk says. */
  flushed(): Promise<void>
  close(): void
}

/** Waits until the disk has what was written to an open file. */
export type SyncFile = (descriptor: number) => Promise<void>

/**
 * Waits for the disk as `synchronous = FULL` does, but for those commits alone for which somebody asks,
 * and beside the event loop: SQLite would wait on it, for a millisecond or a hundred. Those who ask
 * together wait once.
 */
export function createLogFlush(file: string, sync: SyncFile = promisify(fdatasync)): LogFlush {
  const log = `${file}-wal`
  // In memory, and on disks of the network where SQLite keeps no such log and waits by itself.
  if (file === ':memory:' || !statSync(log, { throwIfNoEntry: false })) {
    return { flushed: async () => {}, close() {} }
  }
  flushFolder(path.dirname(file))
  const descriptor = openSync(log, 'r+')
  let isClosed = false
  /** Until the disk has answered, whatever it said: who waits is told. */
  let running: Promise<unknown> = Promise.resolve()
  let next: Promise<void> | undefined
  return {
    flushed() {
      // One that runs may have begun before the commit.
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
