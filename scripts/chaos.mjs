/**
 * `npm run chaos -- [--seed N] [--runs N] [--kill N]`: histories at random against the production
 * build, or crashes with --kill. A violation names the seed with which it can be had again.
 */
import { parseArgs } from 'node:util'
import { runCommand } from './run-command.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    kill: { type: 'string' },
  },
})

const crashes = values.kill !== undefined
process.env['CHAOS_SEED'] = values.seed
process.env['CHAOS_RUNS'] = values.runs ?? '500'
process.env['CHAOS_KILLS'] = values.kill ?? '5'
const file = crashes ? 'crash.chaos' : 'history.chaos'
process.exitCode = await runCommand('playwright', ['test', '--no-deps', '--project=chaos', file])
