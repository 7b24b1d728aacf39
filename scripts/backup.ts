/**
 * `npm run backup -- FILE`: writes everything that Fullstop keeps into one new file, which only the
 * file's owner can read. The server may run, and does not wait. `npm run restore` reads it back.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { secretFileIn } from '../lib/auth/auth-secret.ts'
import packageJson from '../package.json' with { type: 'json' }
import { configuredDatabase, namedFile, runScript } from './run-script.ts'

await runScript(async () => {
  const target = namedFile('Name the file to write: npm run backup -- FILE')
  const database = configuredDatabase()
  const secret = secretBeside(database.folder)
  const { version } = packageJson
  const { rows } = await database.backUp(target, {
    version,
    ...(secret !== undefined && { secret }),
  })
  const megabytes = (statSync(target).size / 1024 / 1024).toFixed(1)
  const { chats = 0, messages = 0 } = rows
  console.log(`${target}: ${chats} chats, ${messages} messages, ${megabytes} MB.`)
})

/** A secret that is set as `AUTH_SECRET` is not backed up. */
function secretBeside(folder: string): string | undefined {
  if (process.env['AUTH_SECRET']) return undefined
  const secretFile = secretFileIn(folder)
  return existsSync(secretFile) ? readFileSync(secretFile, 'utf8').trim() : undefined
}
