/**
 * `npm run db:copy -- --from file:./data/fullstop.db --to postgres://…`, or the other way round: copies
 * everything that Fullstop keeps to an empty database of the other kind, and compares every row. End the
 * servers first. The source is never changed.
 */
import { parseArgs } from 'node:util'
import { copyDatabase } from '../lib/db/open/copy-database.ts'
import { runScript, ScriptError } from './run-script.ts'

await runScript(async () => {
  const { from, to } = parseArgs({
    options: { from: { type: 'string' }, to: { type: 'string' } },
  }).values
  if (from === undefined || to === undefined) {
    throw new ScriptError('Name both databases: npm run db:copy -- --from URL --to URL')
  }
  const { users = 0, chats = 0, messages = 0 } = await copyDatabase(from, to)
  console.log(`Copied and compared: ${users} people, ${chats} chats, ${messages} messages.`)
})
