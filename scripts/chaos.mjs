/**
 * `npm run chaos -- [--seed N] [--runs N] [--kill N] [--stops N] [--wild N]`: random histories
 * against the production build; crashes with --kill, stops through bad networks with --stops, wild
 * Markdown with --wild. A violation names the seed that repeats it.
 */
import { parseArgs } from 'node:util'
import { runCommand } from './programs/run-command.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    runs: { type: 'string' },
    kill: { type: 'string' },
    stops: { type: 'string' },
    wild: { type: 'string' },
  },
})

process.env['CHAOS_SEED'] = values.seed
process.env['CHAOS_RUNS'] = values.runs ?? '500'
process.env['CHAOS_KILLS'] = values.kill ?? '5'
process.env['CHAOS_STOPS'] = values.stops ?? '20'
process.env['WILD_SEED'] = values.seed
process.env['WILD_INPUTS'] = values.wild ?? '20'
const [project, file] = values.kill
  ? ['chaos', 'crash.chaos']
  : values.stops
    ? ['chaos', 'stop.chaos']
    : values.wild
      ? ['timing', 'page-wild-markdown']
      : ['chaos', 'history.chaos']
process.exitCode = await runCommand('playwright', [
  'test',
  '--no-deps',
  `--project=${project}`,
  // Another run must not clear away the histories that broke a promise.
  `--output=test-results/${file}`,
  file,
])
