import { DrizzleQueryError } from 'drizzle-orm'
import { databaseAwayError, storageFullError } from '@/lib/contract/fullstop-error'
import type { AroundCall } from '@/lib/db/around-calls'
import type { StorageProblem } from '@/lib/db/database'
import { isContention, postgresCodeOf } from './postgres-code'

/** By PostgreSQL's codes: its disk is full, or it is a standby that cannot be written. */
const STORAGE_PROBLEMS: Readonly<Record<string, StorageProblem>> = {
  '53100': 'full',
  '25006': 'read_only',
}

/**
 * The classes of connection errors, refused users and passwords, too few resources, and a server that stops
 * or starts; then a lock that was not free in time, and a transaction that stood still for too long.
 */
const AWAY = /^(08|28|53|57P0|55P03|25P03)/

/** The codes of Node's own calls when there is no connection. */
const UNREACHED =
  /^E(CONNREFUSED|CONNRESET|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)$/

/** What `pg` itself says of a connection that is gone, or does not answer in time. It has no codes for that. */
const LOST = /timeout|Connection terminated|not queryable/i

/** Why the database cannot save; undefined for any other error. */
export function storageProblemOf(error: unknown): StorageProblem | undefined {
  return STORAGE_PROBLEMS[postgresCodeOf(error)]
}

/** Whether the database does not answer: what the call did is not known. */
function isAway(error: unknown): boolean {
  const code = postgresCodeOf(error)
  if (code !== '') return AWAY.test(code) || isContention(error)
  const cause = causeOf(error)
  if (!(cause instanceof Error)) return false
  return 'code' in cause ? UNREACHED.test(String(cause.code)) : LOST.test(cause.message)
}

/** Whether nothing can be written now: a write that is not urgent may then be left out. */
export function isUnwritable(error: unknown): boolean {
  return isContention(error) || storageProblemOf(error) !== undefined
}

/**
 * Makes a call, and tells its error as callers know it: `unavailable` where the database does not
 * answer, `storage_full` where it cannot save, else PostgreSQL's own error. Drizzle's would show the
 * values of the query, which have the text of conversations.
 */
export const tellErrors: AroundCall = async (call) => {
  try {
    return await call()
  } catch (error) {
    const problem = storageProblemOf(error)
    if (problem !== undefined) throw storageFullError(problem)
    throw isAway(error) ? databaseAwayError(reasonOf(error)) : causeOf(error)
  }
}

/** PostgreSQL's or Node's own words for a connection that is not there: they have no values of a query. */
function reasonOf(error: unknown): string {
  const cause = causeOf(error)
  if (!(cause instanceof Error)) return 'unknown'
  return 'code' in cause ? `${String(cause.code)} ${cause.message}`.trim() : cause.message
}

function causeOf(error: unknown): unknown {
  return error instanceof DrizzleQueryError ? error.cause : error
}
