/**
 * `npm run properties -- [--seed N]`: the unit tests with a new seed, and every property tried
 * twenty times as often as in `npm test`. The seed also sets the delays of stores that answer late.
 * It is printed, so that the same run can be repeated.
 */
import { parseArgs } from 'node:util'
import { runCommand } from './programs/run-command.mjs'

const { values } = parseArgs({ options: { seed: { type: 'string' } } })
const seed = values.seed ?? String(Date.now() % 2 ** 31)

console.log(`Properties from seed ${seed}.`)
const projects = ['server', 'late', 'postgres', 'unit'].flatMap((project) => ['--project', project])
process.exitCode = await runCommand('vitest', ['run', ...projects], {
  env: { PROPERTY_SEED: seed, PROPERTY_TIMES: '20' },
})
