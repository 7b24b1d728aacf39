import path from 'node:path'
import SqliteDatabase from 'better-sqlite3'
import { askPostgres } from './ask-postgres'
import type { PostgresServer } from './postgres-server'
import type { RedisServer } from './redis-server'

/** The database of a server under test, which a test also reads from outside. */
export interface AppDatabase {
  /** Those with which a server uses it. */
  readonly variables: Record<string, string>
  /** The rows of a query, with its values in place of each `?`, as they are at this moment. */
  query<Row>(sql: string, ...values: unknown[]): Row[]
}

/** The PostgreSQL on which the servers of this worker have their databases; undefined for files. */
let postgres: PostgresServer | undefined
/** The Redis of these servers, if they have one. */
let redis: RedisServer | undefined

/** From now on the servers of this worker have their databases there; undefined for files. */
export function useDatabasesOf(
  server: PostgresServer | undefined,
  redisOfServers: RedisServer | undefined,
): void {
  postgres = server
  redis = redisOfServers
}

/** A new database for a server, in its folder unless the worker uses a PostgreSQL. */
export function createAppDatabase(folder: string): AppDatabase {
  return postgres ? createOnServer(postgres) : fileIn(folder)
}

/** The name of the database file in a server's folder. */
export function databaseFileIn(folder: string): string {
  return path.join(folder, 'fullstop.db')
}

function fileIn(folder: string): AppDatabase {
  const file = databaseFileIn(folder)
  return {
    variables: { DATABASE_URL: `file:${file}` },
    query<Row>(sql: string, ...values: unknown[]) {
      const database = new SqliteDatabase(file, { readonly: true })
      try {
        return database.prepare<unknown[], Row>(sql).all(...values)
      } finally {
        database.close()
      }
    },
  }
}

function createOnServer(server: PostgresServer): AppDatabase {
  const name = `e2e_${crypto.randomUUID().replaceAll('-', '')}`
  askPostgres(server.url(), `CREATE DATABASE ${name}`)
  const url = server.url(name)
  return {
    // Else all servers of the tests would keep one in the same folder.
    variables: {
      DATABASE_URL: url,
      AUTH_SECRET: `${name}, the secret of its server`,
      ...(redis && { REDIS_URL: redis.url }),
    },
    query<Row>(sql: string, ...values: unknown[]) {
      const rest = [...values]
      const literal = sql.replaceAll('?', () => quoted(rest.shift()))
      const rows = askPostgres(
        url,
        `SELECT coalesce(json_agg(found), '[]') FROM (${literal}) AS found`,
      )
      // The caller names the type of its rows.
      return JSON.parse(rows) as Row[]
    },
  }
}

function quoted(value: unknown): string {
  return typeof value === 'number' ? String(value) : `'${String(value).replaceAll("'", "''")}'`
}
