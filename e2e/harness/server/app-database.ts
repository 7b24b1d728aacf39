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

/** A message as it is stored: its end, and the text of its text parts. */
export type StoredMessage = { status: string; endReason: string | null; text: string }

/** Selects the message with one ID, for {@link storedMessageIn}. */
export const SELECT_MESSAGE = 'SELECT status, end_reason, parts FROM messages WHERE id = ?'

/** Selects the texts of a running answer that are saved so far, in their order. */
export const SELECT_SAVED_TEXTS = `SELECT text FROM stream_chunks JOIN messages USING (session_id)
  WHERE messages.id = ? ORDER BY position`

export type MessageRow = { status: string; end_reason: string | null; parts: unknown }

/** @throws Error unless there is a row */
export function storedMessageIn([row]: readonly MessageRow[]): StoredMessage {
  if (!row) throw new Error('no such message')
  // SQLite has JSON as a text.
  const parsed: unknown = typeof row.parts === 'string' ? JSON.parse(row.parts) : row.parts
  const parts = parsed as { type: string; text: string }[]
  const texts = parts.filter((part) => part.type === 'text').map((part) => part.text)
  return { status: row.status, endReason: row.end_reason, text: texts.join('') }
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
  return postgres ? createOnPostgres(postgres) : fileIn(folder)
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

/** A new and empty database on this server, with the secret that belongs to it. */
export function createOnPostgres(server: PostgresServer): AppDatabase & { url: string } {
  const name = `e2e_${crypto.randomUUID().replaceAll('-', '')}`
  askPostgres(server.url(), `CREATE DATABASE ${name}`)
  const url = server.url(name)
  return {
    url,
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
