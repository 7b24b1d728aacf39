import type { Variables } from './vendor-variables'

/** The least that a call may take at most, in milliseconds: it leaves room for a short answer. */
export const SHORTEST_FUNCTION_MS = 25_000

/** Of a function's time, in milliseconds, what is kept for the end of an answer and for saving it. */
const KEPT_MS = 20_000

/** How long an answer may take unless that is set, in milliseconds; a function may not have the time. */
export const USUAL_STREAM_MS = 300_000

/** Each answer has a connection or two, and a function has 1,024 file descriptors for everything. */
const MOST_STREAMS = 400

/** The platform ends a process 500 ms after SIGTERM. */
const LONGEST_SHUTDOWN_MS = 400

/** How long a function may run unless that is set, in milliseconds: so long on every plan. */
export const USUAL_FUNCTION_MS = 300_000

/** Whether these are the variables of a server that Vercel runs in functions. */
export function isInFunctions(variables: Variables): boolean {
  return variables['VERCEL'] !== undefined
}

/** What is meant in a function by variables that are not set. */
export function standardsOfFunctions(variables: Variables): Record<string, string> {
  const longest = longestStreamMs(variables)
  return {
    ...(longest > 0 && longest < USUAL_STREAM_MS && { STREAM_MAX_MS: String(longest) }),
    STREAMS_PER_SERVER: String(MOST_STREAMS),
    SHUTDOWN_MS: String(LONGEST_SHUTDOWN_MS),
    // The platform's own, which writes X-Forwarded-For anew.
    TRUST_PROXY: '1',
  }
}

/** A line for each variable that is wrong or missing for a server in functions. */
export function unfitForFunctions(variables: Variables): string[] {
  const longest = longestStreamMs(variables)
  const isPostgres = /^postgres(ql)?:/.test(variables['DATABASE_URL'] ?? '')
  return [
    ...(isPostgres
      ? []
      : ['DATABASE_URL: this platform does not keep files, set a postgres:// address']),
    ...(variables['REDIS_URL'] === undefined
      ? [
          'REDIS_URL: this platform runs several servers, which need a Redis: set a redis:// address',
        ]
      : []),
    ...(variables['AUTH_SECRET'] === undefined
      ? ['AUTH_SECRET: this platform does not keep files, set a secret']
      : []),
    ...beyond(variables, 'STREAM_MAX_MS', longest, `${KEPT_MS} less than FUNCTION_MAX_MS`),
    ...beyond(variables, 'STREAMS_PER_SERVER', MOST_STREAMS, 'it limits open connections'),
    ...beyond(variables, 'SHUTDOWN_MS', LONGEST_SHUTDOWN_MS, 'it ends a process after 500'),
    ...beyond(variables, 'DRAIN_MS', 0, 'it ends a process after 500'),
  ]
}

function longestStreamMs(variables: Variables): number {
  return Number(variables['FUNCTION_MAX_MS'] ?? USUAL_FUNCTION_MS) - KEPT_MS
}

/** A line where a number is beyond the most; none where it is no number, which others tell. */
function beyond(variables: Variables, name: string, most: number, why: string): string[] {
  const isBeyond = Number(variables[name]) > most
  return isBeyond ? [`${name}: must be at most ${most} on this platform: ${why}`] : []
}
