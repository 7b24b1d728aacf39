/**
 * `npm run properties -- [--seed N]`: the unit tests, with every property tried twenty times as
 * often as in `npm test` and from a new seed, by which stores that answer later take their time, too.
 * The seed is printed, to try the same again.
 */
import { parseArgs } from 'node:util'
import { runCommand } from './programs/run-command.mjs'

const { values } = parseArgs({ options: { seed: { type: 'string' } } })
const seed = values.seed ?? String(Date.now() % 2 ** 31)

console.log(`Properties from seed ${seed}.`)
const projects = ['server', 'late', 'unit'].flatMap((project) => ['--project', project])
process.exitCode = await runCommand('vitest', ['run', ...projects], {
  env: { PROPERTY_SEED: seed, PROPERTY_TIMES: '20' },
})
