/**
 * `npm run test:long`: the long suites in full, one after another, even after one has failed. It
 * takes more than two hours on two cores. A line for each says whether it passed and how long it took.
 */
import { runCommand } from './programs/run-command.mjs'

/** @type {[name: string, script: string, ...options: string[]][]} */
const suites = [
  ['properties of the unit tests, 20 times', 'properties.mjs'],
  ['10,000 histories', 'chaos.mjs', '--seed', '1000000', '--runs', '10000'],
  ['every vendor, and 1,000 histories, without the fast lane', 'without-lane.mjs'],
  [
    'the tests that npm test leaves out',
    'long-tests.mjs',
    '--project=behaviour',
    '--grep',
    '@long',
  ],
  ['the calls, stops and resumes on PostgreSQL', 'long-tests.mjs', '--project=postgres'],
  ['the times of stops on PostgreSQL', 'long-tests.mjs', '--project=postgres-timing'],
  ['the build of Vercel, and short lives on it', 'vercel-build.mjs'],
  [
    'histories over three servers, for half an hour',
    'chaos.mjs',
    '--cluster',
    '100000',
    '--minutes',
    '30',
  ],
  ['50 kills', 'chaos.mjs', '--kill', '50'],
  ['a soak of 20,000 streams', 'soak.mjs', '--streams', '20000'],
  ['200 stop histories in the browser', 'chaos.mjs', '--stops', '200'],
  ['200 texts of wild Markdown', 'chaos.mjs', '--wild', '200'],
  ['the image, from the first line of its Dockerfile', 'image.ts'],
]

/** @type {string[]} */
const summary = []
process.exitCode = 0

for (const [name, script, ...options] of suites) {
  console.log(`\n=== ${name}`)
  const startedAt = performance.now()
  const exitCode = await runCommand('node', [
    '--import',
    './scripts/resolve-alias.mjs',
    `scripts/${script}`,
    ...options,
  ])
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1)
  const outcome = exitCode === 0 ? ' ok ' : 'FAIL'
  summary.push(`${outcome} ${name}: ${minutes} min`)
  process.exitCode ||= exitCode
  // A signal ended the suite: its sender wants no more suites.
  if (exitCode > 128) break
}

console.log(`\n${summary.join('\n')}`)
