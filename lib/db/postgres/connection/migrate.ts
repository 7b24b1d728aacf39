import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import { Client } from 'pg'
import { migrationTimes } from '@/lib/db/migration-times'
import { ConfigurationError } from '@/lib/platform/env'
import { postgresCodeOf } from './postgres-code'

/** Next's standalone output finds the migrations by this literal path. */
const migrationsFolder = () => path.join(process.cwd(), 'drizzle/postgres')

/** The advisory lock under which a schema changes; hardly a number that another program takes. */
const LOCK = 0x66_75_6c_6c

const CONNECT_MS = 10_000

const LOCK_NOT_AVAILABLE = '55P03'

/**
 * How long a migration waits for a table that is in use, in milliseconds: all calls of that table wait behind it.
 * Then they have a while to themselves before it is tried again, so often. A dump may take longer than all that.
 */
const WAITS_FOR_TABLE_MS = 500
const TRY_AGAIN_MS = 2_000
const TRIES = 30

/** In the schema of the tables, so that nothing must be allowed but to create those. */
const JOURNAL = { migrationsSchema: 'public', migrationsTable: '__drizzle_migrations' }

/**
 * Brings the database at this URL to the newest schema. Servers that start at once wait for one another.
 * The URL must not be that of a pooler, which would lose the lock. Throws `ConfigurationError` where the
 * database is of a later version.
 */
export async function migrate(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS })
  // A connection that breaks during a pause tells that to the next query; without a listener, it would end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await refuseLaterVersion(client)
    await client.query(`SET lock_timeout = ${WAITS_FOR_TABLE_MS}`)
    await whileTablesAreInUse(() =>
      applyMigrations(drizzle(client), { migrationsFolder: migrationsFolder(), ...JOURNAL }),
    )
  } finally {
    await client.end()
  }
}

/** Tries a change of tables until nobody else uses them. Throws PostgreSQL's error where that takes too long. */
async function whileTablesAreInUse(change: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await change()
    } catch (error) {
      if (postgresCodeOf(error) !== LOCK_NOT_AVAILABLE || tries === TRIES) throw error
      await pause(TRY_AGAIN_MS)
    }
  }
}

async function refuseLaterVersion(client: Client): Promise<void> {
  if ((await readVersion(client)) === 'later') {
    throw new ConfigurationError(
      'DATABASE_URL: the database is of a later version of Fullstop: use that version, or a backup',
    )
  }
}

/** The version of a database, beside this one; `none` where Fullstop has never used it. */
export async function readVersion(client: Client): Promise<'none' | 'earlier' | 'this' | 'later'> {
  const journal = await client.query<{ name: string | null }>(
    `SELECT to_regclass('public.__drizzle_migrations') AS name`,
  )
  if (journal.rows[0]?.name === null) return 'none'
  const known = migrationTimes(migrationsFolder())
  const { rows } = await client.query<{ applied: number; unknown: number }>(
    `SELECT count(*)::int AS applied, (count(*) FILTER (WHERE created_at <> ALL ($1::bigint[])))::int AS unknown
     FROM public.__drizzle_migrations`,
    [known],
  )
  const { applied = 0, unknown = 0 } = rows[0] ?? {}
  if (unknown > 0) return 'later'
  return applied < known.length ? 'earlier' : 'this'
}
