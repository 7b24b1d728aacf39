/**
 * `node scripts/without-lane.mjs`: every vendor's table and 1,000 histories against the production
 * build, with all text going through the AI SDK.
 */
import { runCommand } from './programs/run-command.mjs'

process.env['STREAM_FAST_LANE'] = 'off'
process.env['CHAOS_SEED'] = '2000000'
process.env['CHAOS_RUNS'] = '1000'

/** @param {string[]} options */
const test = (...options) => runCommand('playwright', ['test', '--no-deps', ...options])

process.exitCode =
  (await test('--project=behaviour', 'vendors.spec')) ||
  (await test('--project=chaos', '--output=test-results/without-lane', 'history.chaos'))
