/**
 * `npm run reset-password -- ada@example.org`: gives an account a new password, prints it here and
 * nowhere else, and ends the account's sessions and API keys. For servers that send no mail; works while the
 * server runs.
 */
import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { configuredDatabase, runScript, ScriptError } from './run-script.ts'

await runScript(async () => {
  const address = process.argv[2]?.trim().toLowerCase() ?? ''
  if (address === '') throw new ScriptError('Say whose: npm run reset-password -- EMAIL')
  const password = randomBytes(12).toString('base64url')
  if (!configuredDatabase().setPassword(address, await hashPassword(password))) {
    throw new ScriptError(`Nobody has an account with ${address}.`)
  }
  console.log(`The new password of ${address}: ${password}`)
  console.log('All sessions and API keys of this account have ended.')
})
