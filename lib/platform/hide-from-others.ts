import { chmodSync, statSync } from 'node:fs'

/** The bits for reading and writing by the group and by everybody. */
const OF_OTHERS = 0o066

/**
 * Lets only their owner read or write those of these files that exist: files of an earlier installation
 * may be open to others. Returns the files that others can still read or write.
 */
export function hideFromOthers(files: readonly string[]): string[] {
  return files.filter((file) => {
    if (!isOpen(file)) return false
    try {
      chmodSync(file, 0o600)
    } catch {
      // Somebody else's file, or a file system without modes: the next look decides.
    }
    return isOpen(file)
  })
}

function isOpen(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false })
  return found !== undefined && (found.mode & OF_OTHERS) !== 0
}
