import type { ErrorBody, ErrorCode, ErrorDetails } from './error'

/** Survives the several module graphs of a Next server, where `instanceof` does not. */
const brand = Symbol.for('fullstop.error')

/** An error of the closed list, on its way to the caller. */
export class FullstopError extends Error {
  override readonly name = 'FullstopError'
  readonly [brand] = true
  readonly code: ErrorCode
  readonly details: ErrorDetails
  /** What lies behind it, which the log may tell and the caller is not told. */
  readonly forLog: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}, forLog?: string) {
    super(message)
    this.code = code
    this.details = details
    this.forLog = forLog
  }

  /** The body of the response that tells this error. */
  toBody(): ErrorBody {
    return { error: { code: this.code, message: this.message, ...this.details } }
  }
}

/** Whether this is one of ours, whichever module graph made it. */
export function isFullstopError(error: unknown): error is FullstopError {
  return typeof error === 'object' && error !== null && brand in error
}

/** The error for a caller who is not signed in. */
export function unauthenticatedError(): FullstopError {
  return new FullstopError('unauthenticated', 'Sign in first.')
}

/** The error for every call while the server shuts down. */
export function drainingError(): FullstopError {
  return new FullstopError('draining', 'This server is shutting down. Try again in a moment.', {
    retryAfterSeconds: 5,
  })
}

/** The error for a call for which the database was not free in time. */
export function unavailableError(): FullstopError {
  return new FullstopError(
    'unavailable',
    'Another program is holding the database. Try again in a moment.',
    { retryAfterSeconds: 1 },
  )
}

/**
 * The error for a call to which the database gave no answer, for a reason of its own. Whether the call was
 * carried out is not known.
 */
export function databaseAwayError(reason: string): FullstopError {
  return new FullstopError(
    'unavailable',
    'The database does not answer. Try again in a moment.',
    { retryAfterSeconds: 1 },
    reason,
  )
}

/** The error for a call that cannot be saved. Nothing was written, and earlier data is safe. */
export function storageFullError(problem: 'full' | 'read_only'): FullstopError {
  return new FullstopError(
    'storage_full',
    problem === 'full'
      ? 'The disk of this server is full: nothing more can be saved for now.'
      : 'This server cannot write to its disk: nothing more can be saved for now.',
  )
}

/** The error for a call whose body finds no room: too much is being sent at this moment. */
export function busyError(): FullstopError {
  return new FullstopError(
    'unavailable',
    'The server is receiving too much at once. Try again in a moment.',
    { retryAfterSeconds: 1 },
  )
}
