/**
 * `node scripts/run-steps.mjs lint types unit`: runs npm scripts one after another until one fails,
 * says how long each took and which one failed, and exits with that one's code.
 */
import { runCommand, systemPath } from './programs/run-command.mjs'

const steps = process.argv.slice(2)
/** @type {string[]} */
const summary = []
let exitCode = 0

for (const step of steps) {
  if (exitCode !== 0) {
    summary.push(`  -  ${step}: not run`)
    continue
  }
  console.log(`\n=== ${step}`)
  const startedAt = performance.now()
  // npm runs on the system's Node, and puts the installed one before it for the script.
  exitCode = await runCommand('npm', ['run', '--silent', step], { env: { PATH: systemPath() } })
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const outcome = exitCode === 0 ? ' ok ' : 'FAIL'
  summary.push(`${outcome} ${step}: ${seconds} s${exitCode === 0 ? '' : `, exit code ${exitCode}`}`)
}

console.log(`\n${summary.join('\n')}`)
process.exitCode = exitCode
