const DISK_FULL = '53100'

/** What PostgreSQL says of a full disk to the first connection to a database: it has no code for that. */
const NO_ROOM_TO_CONNECT = /^could not write init file/

/** PostgreSQL's code of an error, also where Drizzle has wrapped it; empty for any other error. */
export function postgresCodeOf(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!('severity' in cause && 'code' in cause)) continue
    return NO_ROOM_TO_CONNECT.test(cause.message) ? DISK_FULL : String(cause.code)
  }
  return ''
}

/** Whether a transaction was ended since another one was in its way: it has done nothing. */
export function isContention(error: unknown): boolean {
  return ['40001', '40P01'].includes(postgresCodeOf(error))
}

/** Whether a unique index refused a row: somebody else has what it would take. */
export function isTaken(error: unknown): boolean {
  return postgresCodeOf(error) === '23505'
}
