import type { AppServer } from '../harness/server/app-server'

/** The tables that a call could write, with the columns of their keys. */
const tables = {
  chats: 'id',
  messages: 'id',
  stream_sessions: 'id',
  cancel_requests: 'message_id, owner_id, session_id',
  person_settings: 'owner_id',
  api_keys: 'id',
  users: 'id',
  accounts: 'id',
  sessions: 'id',
}

/** Every stored row, so that a change shows as well as an addition. */
export function storedRows(server: AppServer): Record<string, unknown[]> {
  return Object.fromEntries(
    Object.entries(tables).map(([table, key]) => [
      table,
      server.query(`SELECT * FROM ${table} ORDER BY ${key}`),
    ]),
  )
}
