import type { Pool } from 'pg'
import type { Connection } from './connection'

/** How long a connection may be idle in a function, in milliseconds: so long each call keeps it running. */
export const IDLE_IN_FUNCTION_MS = 5_000

/**
 * Keeps a function running after a call until its idle connections are closed, and only then lets it stand
 * still: a connection that a still process has dies unseen.
 */
export async function attachPool({ $client: pool }: Connection): Promise<void> {
  // Nobody needs the package elsewhere.
  const { attachDatabasePool } = await import('@vercel/functions/db-connections')
  attachDatabasePool({
    options: pool.options,
    // What no call waits for is no reason to run on, and would call off what one waits for.
    on: (_: 'release', listener: () => void) => {
      pool.on('release', () => {
        if (isInCall()) listener()
      })
    },
  })
  Object.assign(pool, { query: queryOfCaller(pool) })
}

/** Where the platform keeps the call in whose context code runs. */
const CALLS = Symbol.for('@vercel/request-context')

function isInCall(): boolean {
  const calls: unknown = Reflect.get(globalThis, CALLS)
  return isStore(calls) && calls.get() !== undefined
}

function isStore(value: unknown): value is { get: () => unknown } {
  if (typeof value !== 'object' || value === null) return false
  return 'get' in value && typeof value.get === 'function'
}

/**
 * A pool's query that gives its connection back in the context of its caller, by which the platform knows what
 * keeps running for it. The pool's own does so in that of whoever has opened the connection.
 */
function queryOfCaller(pool: Pool): (...values: unknown[]) => Promise<unknown> {
  return async (...values) => {
    const client = await pool.connect()
    try {
      // A client's query takes what a pool's does; without a callback, both give a promise.
      const query = client.query.bind(client) as (...given: unknown[]) => Promise<unknown>
      const result = await query(...values)
      client.release()
      return result
    } catch (error) {
      client.release(true)
      throw error
    }
  }
}
