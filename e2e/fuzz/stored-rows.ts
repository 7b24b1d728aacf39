import type { AppServer } from '../harness/server/app-server'

/** The tables that a call could write. */
const tables = [
  'chats',
  'messages',
  'stream_sessions',
  'cancel_requests',
  'person_settings',
  'api_keys',
  'users',
  'accounts',
  'sessions',
]

/** Every stored row, so that a change shows as well as an addition. */
export function storedRows(server: AppServer): Record<string, unknown[]> {
  return Object.fromEntries(
    tables.map((table) => [table, server.query(`SELECT * FROM ${table} ORDER BY rowid`)]),
  )
}
