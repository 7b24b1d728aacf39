import { databaseNameIn } from './database-name-in'
import { postgresCodeOf } from './postgres-code'

/** By PostgreSQL's codes, when a server starts: what an operator can mend. */
const LINES: Readonly<Record<string, string>> = {
  '28P01': 'PostgreSQL refuses the password',
  '28000': 'PostgreSQL refuses the user',
  '3D000': 'there is no such database; create it first',
  '42501': 'the user may not create tables in the database; make it the owner',
  '53100': 'the disk of PostgreSQL is full',
  '53300': 'PostgreSQL has no connection left',
  '55P03':
    'a table cannot be changed while something else reads it, such as a dump; start again after that',
  '57P03': 'PostgreSQL is still starting; try again in a moment',
  '25006': 'the database cannot be written: it is a standby, or read-only',
}

/** The codes of an extension that PostgreSQL does not have, or may not create. */
const NO_EXTENSION = ['0A000', '58P01', '42704']

/**
 * The problem that an operator can mend when the database at this URL cannot be opened, in one line without
 * its password; undefined for any other error, which is for the maintainers of the code.
 */
export function openingProblemOf(error: unknown, url: string): string | undefined {
  const place = databaseNameIn(url)
  const code = postgresCodeOf(error)
  if (NO_EXTENSION.includes(code)) {
    return `${place}: PostgreSQL needs its extensions pg_trgm and btree_gin, of the package postgresql-contrib`
  }
  const line = LINES[code]
  if (line !== undefined) return `${place}: ${line}`
  if (!(error instanceof Error) || code !== '') return undefined
  if (error.message.includes('client password must be a string')) {
    return `${place}: PostgreSQL asks for a password, and the address has none`
  }
  const isUnreached = 'syscall' in error || /timeout|terminated/i.test(error.message)
  return isUnreached ? `${place}: no PostgreSQL answers there (${reasonOf(error)})` : undefined
}

/** Node's own code, such as `ECONNREFUSED`. */
function reasonOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message
}
