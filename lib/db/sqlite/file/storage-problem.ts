import type { StorageProblem } from '@/lib/db/database'
import { sqliteCodeOf } from './sqlite-code'

/** Of Node's own calls. */
const problems: Readonly<Record<string, StorageProblem>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EROFS: 'read_only',
  EACCES: 'read_only',
  EPERM: 'read_only',
}

/** Of SQLite: only ENOSPC is a full disk to it, a quota or the longest file are errors of writing. */
const FULL = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_SHMSIZE']

/** What keeps the database from saving; undefined where the error says something else. */
export function storageProblemOf(error: unknown): StorageProblem | undefined {
  const code = sqliteCodeOf(error)
  if (code.startsWith('SQLITE_READONLY')) return 'read_only'
  if (FULL.includes(code)) return 'full'
  return error instanceof Error && 'code' in error ? problems[String(error.code)] : undefined
}
