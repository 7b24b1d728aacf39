/**
 * `npm run chaos -- [--seed N] [--runs N] [--kill N] [--stops N] [--wild N] [--cluster N]`: random
 * histories against the production build; crashes with --kill, stops through bad networks with --stops,
 * wild Markdown with --wild, histories over `--servers N` servers that fail, for at most `--minutes N`, with
 * --cluster. A violation names the seed that repeats it.
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
    cluster: { type: 'string' },
    servers: { type: 'string', default: '3' },
    minutes: { type: 'string', default: '120' },
  },
})

process.env['CHAOS_SEED'] = values.seed
process.env['CHAOS_RUNS'] = values.runs ?? '500'
process.env['CHAOS_KILLS'] = values.kill ?? '5'
process.env['CHAOS_STOPS'] = values.stops ?? '20'
process.env['CLUSTER_HISTORIES'] = values.cluster ?? '20'
process.env['CLUSTER_SERVERS'] = values.servers
process.env['CLUSTER_MINUTES'] = values.minutes
process.env['WILD_SEED'] = values.seed
process.env['WILD_INPUTS'] = values.wild ?? '20'
const [project, file] = values.kill
  ? ['chaos', 'crash.chaos']
  : values.stops
    ? ['chaos', 'stop.chaos']
    : values.wild
      ? ['timing', 'page-wild-markdown']
      : values.cluster
        ? ['chaos', 'cluster.chaos']
        : ['chaos', 'history.chaos']
process.exitCode = await runCommand('playwright', [
  'test',
  '--no-deps',
  `--project=${project}`,
  // Another run must not clear away the histories that broke a promise.
  `--output=test-results/${file}`,
  file,
])
