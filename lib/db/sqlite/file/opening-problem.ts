import type { StorageProblem } from '@/lib/db/database'
import { damageOf, UnfitDatabaseError } from './refuse-unfit'
import { sqliteCodeOf } from './sqlite-code'
import { storageProblemOf } from './storage-problem'

const LINES: Readonly<Record<StorageProblem, string>> = {
  full: 'its disk is full',
  read_only:
    'it cannot be opened and written: see who owns it and its folder, and whether the disk is read-only',
}

/**
 * The problem that an operator can mend when the database cannot be opened, in one line; undefined for
 * any other error, which is for the maintainers of the code.
 */
export function openingProblemOf(error: unknown): string | undefined {
  const problem = storageProblemOf(error)
  return problem === undefined ? problemOfOpening(error) : lineOf(problem)
}

/** The line of a database that cannot save. */
export function lineOf(problem: StorageProblem): string {
  return LINES[problem]
}

function problemOfOpening(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if (error instanceof UnfitDatabaseError) return error.message
  const damage = damageOf(error)
  if (damage !== undefined) return damage
  const code = sqliteCodeOf(error)
  if (code.startsWith('SQLITE_CANTOPEN')) return lineOf('read_only')
  if (code.startsWith('SQLITE_IOERR')) return `its disk fails (${code})`
  // A system call of Node's, such as ENOTDIR.
  return 'syscall' in error ? error.message : undefined
}
