/**
 * `npm run soak -- [--streams N]`: N streams start and end on one server, which must hold no more
 * in the end than after the first thousand. Below 5,000 streams, caches are not compared.
 */
import { parseArgs } from 'node:util'
import { runCommand } from './programs/run-command.mjs'

const { values } = parseArgs({ options: { streams: { type: 'string', default: '20000' } } })

process.env['SOAK_STREAMS'] = values.streams
process.exitCode = await runCommand('playwright', [
  'test',
  '--no-deps',
  '--project=chaos',
  'soak.chaos',
])
