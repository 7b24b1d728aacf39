/**
 * `npm run reset-password -- ada@example.org`: gives an account a new password, prints it only
 * here, and ends the account's sessions and API keys. For servers without mail. The server may run.
 */
import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { configuredDatabase, runScript, ScriptError } from './run-script.ts'

await runScript(async () => {
  const address = process.argv[2]?.trim().toLowerCase() ?? ''
  if (address === '') throw new ScriptError('Name the account: npm run reset-password -- EMAIL')
  const password = randomBytes(12).toString('base64url')
  if (!(await configuredDatabase().setPassword(address, await hashPassword(password)))) {
    throw new ScriptError(`No account uses the address ${address}.`)
  }
  console.log(`The new password of ${address}: ${password}`)
  console.log('All sessions and API keys of this account have ended.')
})
