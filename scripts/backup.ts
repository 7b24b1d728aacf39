/**
 * `npm run backup -- FILE`: writes everything that Fullstop keeps into one new file, which only its owner
 * can read; the server may run meanwhile, and is not held up. Read it back with `npm run restore`.
 */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { secretFileIn } from '../lib/auth/auth-secret.ts'
import packageJson from '../package.json' with { type: 'json' }
import { configuredDatabase, namedFile, runScript } from './run-script.ts'

await runScript(async () => {
  const target = namedFile('Say where to: npm run backup -- FILE')
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

/** What is set as `AUTH_SECRET` is kept where it is set. */
function secretBeside(folder: string): string | undefined {
  if (process.env['AUTH_SECRET']) return undefined
  const secretFile = secretFileIn(folder)
  return existsSync(secretFile) ? readFileSync(secretFile, 'utf8').trim() : undefined
}
