/**
 * `npm run properties -- [--seed N]`: the unit tests, with every property tried twenty times as
 * often as in `npm test` and from a new seed. The seed is printed, to try the same again.
 */
import { parseArgs } from 'node:util'
import { runCommand } from './run-command.mjs'

const { values } = parseArgs({ options: { seed: { type: 'string' } } })
const seed = values.seed ?? String(Date.now() % 2 ** 31)

console.log(`Properties from seed ${seed}.`)
process.exitCode = await runCommand('vitest', ['run', '--project', 'server', '--project', 'unit'], {
  env: { PROPERTY_SEED: seed, PROPERTY_TIMES: '20' },
})
