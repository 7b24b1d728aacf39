/**
 * `npm run chaos -- [--seed N] [--runs N] [--kill N] [--stops N]`: histories at random against the
 * production build; crashes with --kill, stops through bad networks with --stops. A violation names
 * the seed with which it can be had again.
 */
import { parseArgs } from 'node:util'
import { runCommand } from './run-command.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    kill: { type: 'string' },
    stops: { type: 'string' },
  },
})

process.env['CHAOS_SEED'] = values.seed
process.env['CHAOS_RUNS'] = values.runs ?? '500'
process.env['CHAOS_KILLS'] = values.kill ?? '5'
process.env['CHAOS_STOPS'] = values.stops ?? '20'
const file = values.kill ? 'crash.chaos' : values.stops ? 'stop.chaos' : 'history.chaos'
process.exitCode = await runCommand('playwright', ['test', '--no-deps', '--project=chaos', file])
