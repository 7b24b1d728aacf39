import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import { Pool, types, type PoolClient, type PoolConfig } from 'pg'
import { describeError, type Log } from '@/lib/platform/log'

/** Runs queries, each by itself. Those that belong together are for {@link inTransaction}. */
export type Connection = NodePgDatabase & { $client: Pool }

/** One connection of the pool while a transaction is open on it. */
export type Transaction = NodePgDatabase & { $client: PoolClient }

/** How long a call waits for a free connection, in milliseconds. */
const CONNECT_MS = 3_000

/**
 * How long a query may take, in milliseconds. Without that, a call waits for ever on a connection that
 * the network has swallowed. The pool replaces a connection on which a query failed.
 */
const QUERY_MS = 5_000

/** A pooler in front of the database closes connections that are idle for long; so they are not kept. */
const IDLE_MS = 30_000

const CONNECTIONS = 10

/**
 * Numbers of 64 bits are times and counts here, which JavaScript's numbers hold. Drizzle reads values by
 * parsers of its own: what it selects without a column is still a text.
 */
const INT8 = 20

/**
 * A pool of connections to the database at this URL. It connects when it is first used. Statements have
 * no names and sessions no settings, so that a pooler may give each transaction another connection.
 */
export function connect(url: string, log: Log, options: PoolConfig = {}): Connection {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: QUERY_MS,
    idleTimeoutMillis: IDLE_MS,
    keepAlive: true,
    application_name: 'fullstop',
    types: { getTypeParser: parserOf },
    ...options,
  })
  // The pool drops an idle connection that breaks; without a listener, that would end the process.
  pool.on('error', (error) => {
    log.warn({ error: describeError(error) }, 'a connection to PostgreSQL broke')
  })
  // One that breaks while it is used tells that to its query; without a listener, it would do the same.
  pool.on('connect', (client) => {
    client.on('error', () => {})
  })
  return drizzle(pool)
}

/** Reads values as JavaScript has them. */
export const parserOf: typeof types.getTypeParser = (
  ...type: Parameters<typeof types.getTypeParser>
) => {
  const parser: unknown = type[0] === INT8 ? Number : types.getTypeParser(...type)
  // The types of `pg` say no more of a parser.
  return parser as (value: string) => unknown
}
