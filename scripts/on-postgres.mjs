/** The specs of the calls, of stops and of resumes in the browser, with servers on PostgreSQL. */
import { runCommand } from './programs/run-command.mjs'

process.env['ALL_ON_POSTGRES'] = 'on'
process.exitCode = await runCommand('playwright', ['test', '--no-deps', '--project=postgres'])
