/** `node scripts/long-tests.mjs --project=…`: Playwright's tests, also those that `npm test` leaves out. */
import { runCommand } from './programs/run-command.mjs'

process.env['LONG_TESTS'] = 'on'
const options = process.argv.slice(2)
process.exitCode = await runCommand('playwright', ['test', '--no-deps', ...options])
