/**
 * `npm run restore -- FILE`: puts what `npm run backup` wrote in the place of the database, once it is
 * certain that nothing of it is missing. Replaces nothing that is there, and starts no server.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { secretFileIn } from '../lib/auth/auth-secret.ts'
import { configuredDatabase, namedFile, runScript, ScriptError } from './run-script.ts'

await runScript(async () => {
  const backup = namedFile('Say from where: npm run restore -- FILE')
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
      'AUTH_SECRET is set, and the secret of the backup is left out: people sign in anew.',
    )
  } else if (!existsSync(file)) {
    writeFileSync(file, secret, { flag: 'wx', mode: 0o600 })
  } else if (readFileSync(file, 'utf8').trim() !== secret) {
    throw new ScriptError(`${file} is of another installation. Move it away, if you are certain.`)
  }
}
