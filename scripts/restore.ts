/**
 * `npm run restore -- FILE`: makes the database from a file of `npm run backup`, after a check that
 * nothing in it is missing. Replaces no existing database, and starts no server.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { secretFileIn } from '../lib/auth/auth-secret.ts'
import { configuredDatabase, namedFile, runScript, ScriptError } from './run-script.ts'

await runScript(async () => {
  const backup = namedFile('Name the backup to restore: npm run restore -- FILE')
  const database = configuredDatabase()
  const { rows, madeAt } = await database.restore(backup, (secret) => {
    keepSecret(secretFileIn(database.folder), secret)
  })
  const { chats = 0, messages = 0 } = rows
  console.log(`${database.name}: ${chats} chats, ${messages} messages, as they were at ${madeAt}.`)
})

function keepSecret(file: string, secret: string): void {
  if (process.env['AUTH_SECRET']) {
    console.log(
      'AUTH_SECRET is set, so the secret in the backup is not used: everyone has to sign in again.',
    )
  } else if (!existsSync(file)) {
    writeFileSync(file, secret, { flag: 'wx', mode: 0o600 })
  } else if (readFileSync(file, 'utf8').trim() !== secret) {
    throw new ScriptError(
      `${file} belongs to another installation. If you are certain, move it away first.`,
    )
  }
}
