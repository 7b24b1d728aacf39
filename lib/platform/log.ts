import { pino, type Logger } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>

/** That of the process: of what belongs together it makes a log whose lines say so. */
export type ProcessLog = Log & Pick<Logger, 'child'>

/** One JSON line an event on standard output. Never give it text of a conversation or a key. */
export function createLog(level: string): ProcessLog {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime })
}

/** An error as a log line may show it: no cause chain, whose request bodies hold conversations. */
export function describeError(error: unknown): { name: string; message: string; stack?: string } {
  if (!(error instanceof Error)) return { name: 'unknown', message: typeof error }
  return {
    name: error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
  }
}
