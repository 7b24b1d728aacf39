import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import SqliteDatabase from 'better-sqlite3'
import { MaintenanceError } from '@/lib/db/maintenance-error'

/** Sets the password of an account in the file: see `Maintenance`. */
export function setPassword(file: string, email: string, passwordHash: string): boolean {
  if (!existsSync(file)) throw new MaintenanceError(`There is no database at ${file}.`)
  const client = new SqliteDatabase(file, { timeout: 5_000 })
  try {
    const user = client
      .prepare<[string], { id: string }>(
        'SELECT id FROM users WHERE email = ? AND NOT is_anonymous',
      )
      .get(email)
    if (!user) return false
    client.transaction(() => save(client, user.id, passwordHash)).immediate()
    return true
  } finally {
    client.close()
  }
}

/** Sets the password, also of an account that had none, and ends its sessions and keys. */
function save(client: SqliteDatabase.Database, userId: string, passwordHash: string): void {
  const now = Date.now()
  const { changes } = client
    .prepare(
      `UPDATE accounts SET password = ?, updated_at = ? WHERE user_id = ? AND provider_id = 'credential'`,
    )
    .run(passwordHash, now, userId)
  if (changes === 0) {
    client
      .prepare(
        `INSERT INTO accounts (id, user_id, account_id, provider_id, password, created_at, updated_at)
         VALUES (?, ?, ?, 'credential', ?, ?, ?)`,
      )
      .run(randomUUID(), userId, userId, passwordHash, now, now)
  }
  client.prepare('DELETE FROM sessions WHERE user_id = ?').run(userId)
  client.prepare('DELETE FROM api_keys WHERE owner_id = ?').run(userId)
}
