/**
 * `npm run reset-password -- ada@example.org`: gives an account a new password, prints it here and
 * nowhere else, and ends the account's sessions and API keys. For servers that send no mail; works while the
 * server runs.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { hashPassword } from 'better-auth/crypto'
import SqliteDatabase from 'better-sqlite3'
import { databaseFile, runScript, ScriptError } from './database-file.ts'

await runScript(reset)

async function reset(): Promise<void> {
  const address = process.argv[2]?.trim().toLowerCase() ?? ''
  if (address === '') throw new ScriptError('Name the account: npm run reset-password -- EMAIL')
  const file = databaseFile()
  if (!existsSync(file)) throw new ScriptError(`There is no database at ${file}.`)
  const database = new SqliteDatabase(file, { timeout: 5_000 })
  try {
    const user = database
      .prepare<[string], { id: string }>(
        'SELECT id FROM users WHERE email = ? AND NOT is_anonymous',
      )
      .get(address)
    if (!user) throw new ScriptError(`No account uses the address ${address}.`)
    const password = randomBytes(12).toString('base64url')
    const hash = await hashPassword(password)
    database.transaction(() => save(database, user.id, hash)).immediate()
    console.log(`The new password of ${address}: ${password}`)
    console.log('All sessions and API keys of this account have ended.')
  } finally {
    database.close()
  }
}

/** Sets the password, also of an account that had none, and ends its sessions. */
function save(database: SqliteDatabase.Database, userId: string, hash: string): void {
  const now = Date.now()
  const { changes } = database
    .prepare(
      `UPDATE accounts SET password = ?, updated_at = ? WHERE user_id = ? AND provider_id = 'credential'`,
    )
    .run(hash, now, userId)
  if (changes === 0) {
    database
      .prepare(
        `INSERT INTO accounts (id, user_id, account_id, provider_id, password, created_at, updated_at)
         VALUES (?, ?, ?, 'credential', ?, ?, ?)`,
      )
      .run(randomUUID(), userId, userId, hash, now, now)
  }
  database.prepare('DELETE FROM sessions WHERE user_id = ?').run(userId)
  database.prepare('DELETE FROM api_keys WHERE owner_id = ?').run(userId)
}
