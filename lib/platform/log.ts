import { pino, type Logger } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

/** The log of the process. Its `child` is a log whose lines share some fields. */
export type ProcessLog = Log & Pick<Logger, 'child'>

/** Writes one JSON line for each event to standard output. Never give it text of a conversation or a key. */
export function createLog(level: string): ProcessLog {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
}

/**
 * An error as a log line may show it: without its causes, whose request bodies hold conversations, but with
 * what it has `forLog`.
 */
export function describeError(error: unknown): {
  name: string
  message: string
  reason?: string
  stack?: string
} {
  if (!(error instanceof Error)) return { name: 'unknown', message: typeof error }
  return {
    name: error.name,
    message: error.message,
    ...('forLog' in error && typeof error.forLog === 'string' && { reason: error.forLog }),
    ...(error.stack !== undefined && { stack: error.stack }),
  }
}
