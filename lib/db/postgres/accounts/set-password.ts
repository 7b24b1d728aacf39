import { randomUUID } from 'node:crypto'
import type { Client } from 'pg'
import { withClient } from '@/lib/db/postgres/connection/with-client'

/** Sets the password of an account: see `Maintenance`. */
export function setPassword(url: string, email: string, passwordHash: string): Promise<boolean> {
  return withClient(url, async (client) => {
    await client.query('BEGIN')
    const { rows } = await client.query<{ id: string }>(
      'SELECT id FROM users WHERE email = $1 AND NOT is_anonymous FOR UPDATE',
      [email],
    )
    for (const { id } of rows) await save(client, id, passwordHash)
    await client.query('COMMIT')
    return rows.length > 0
  })
}

/** Sets the password, also of an account that had none, and ends its sessions and keys. */
async function save(client: Client, userId: string, passwordHash: string): Promise<void> {
  const now = Date.now()
  const { rowCount } = await client.query(
    `UPDATE accounts SET password = $1, updated_at = $2 WHERE user_id = $3 AND provider_id = 'credential'`,
    [passwordHash, now, userId],
  )
  if (rowCount === 0) {
    await client.query(
      `INSERT INTO accounts (id, user_id, account_id, provider_id, password, created_at, updated_at)
       VALUES ($1, $2, $2, 'credential', $3, $4, $4)`,
      [randomUUID(), userId, passwordHash, now],
    )
  }
  await client.query('DELETE FROM sessions WHERE user_id = $1', [userId])
  await client.query('DELETE FROM api_keys WHERE owner_id = $1', [userId])
}
