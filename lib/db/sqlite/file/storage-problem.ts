import type { StorageProblem } from '@/lib/db/database'
import { sqliteCodeOf } from './sqlite-code'

/** By the codes of Node's own calls. */
const problems: Readonly<Record<string, StorageProblem>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'full',
  EROFS: 'read_only',
  EACCES: 'read_only',
  EPERM: 'read_only',
}

/** SQLite's codes. Only ENOSPC is a full disk to it; at a quota or the largest file it fails to write. */
const FULL = ['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_SHMSIZE']

/** Why the database cannot save; undefined for any other error. */
export function storageProblemOf(error: unknown): StorageProblem | undefined {
  const code = sqliteCodeOf(error)
  if (code.startsWith('SQLITE_READONLY')) return 'read_only'
  if (FULL.includes(code)) return 'full'
  return error instanceof Error && 'code' in error ? problems[String(error.code)] : undefined
}
