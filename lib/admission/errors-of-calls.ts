import { isFullstopError, unauthenticatedError } from '@/lib/contract/fullstop-error'
import type { Log } from '@/lib/platform/log'
import type { AdmissionServices } from './arrival'
import { isId } from './input-limits'

/**
 * The error that a caller is told where their call failed by this one: that they are signed out, where
 * their account is gone by now, since nothing of theirs could be written to.
 */
export async function errorOfCall(
  { database }: Pick<AdmissionServices, 'database'>,
  callerId: string,
  error: unknown,
): Promise<unknown> {
  if (isFullstopError(error)) return error
  try {
    return (await database.accounts.find(callerId)) ? error : unauthenticatedError()
  } catch (failure) {
    return failure
  }
}

/** Tells the log of a stop that was refused. Names that are no IDs may hold anything, and are left out. */
export function logRefusedStop(
  log: Log,
  names: Readonly<Record<string, string>>,
  error: unknown,
): void {
  if (!isFullstopError(error)) return
  const ids = Object.entries(names).filter(([, id]) => isId(id))
  log.info({ ...Object.fromEntries(ids), code: error.code }, 'stop refused')
}
