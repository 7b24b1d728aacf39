import { chmodSync, statSync } from 'node:fs'

/** Reading and writing, of the group and of everybody. */
const OF_OTHERS = 0o066

/**
 * Lets nobody but their owner read or write these files, as far as they are there: those of an
 * earlier installation may be open to others. Returns the ones that others can still read or write.
 */
export function hideFromOthers(files: readonly string[]): string[] {
  return files.filter((file) => {
    if (!isOpen(file)) return false
    try {
      chmodSync(file, 0o600)
    } catch {
      // Somebody else's file, or a file system without modes: how it is now says it all.
    }
    return isOpen(file)
  })
}

function isOpen(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && (found.mode & OF_OTHERS) !== 0
}
