/**
 * `npm run measure -- [--only page-weight]`: measures the page in a real Chromium.
 * Exits with 1 if a bound is missed. A whole run writes docs/measures.md.
 */
import { availableParallelism, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { isKept, lineOf, type Finding } from './finding.ts'
import { measures } from './measures.ts'
import { writeReport } from './report.ts'

const { values } = parseArgs({ options: { only: { type: 'string' } } })
const names = Object.keys(measures)
if (values.only !== undefined && !names.includes(values.only)) {
  throw new Error(`no measure ${values.only}; there are ${names.join(', ')}`)
}

/** Other work of the machine affects every score. */
const load = `load ${(loadavg()[0] ?? 0).toFixed(1)} on ${availableParallelism()} processors`
console.log(`Before the run: ${load}`)

const findings: Finding[] = []
for (const [name, measure] of Object.entries(measures)) {
  if (values.only !== undefined && values.only !== name) continue
  console.log(`\n${name}`)
  for (const finding of await measure()) {
    findings.push(finding)
    console.log(` ${lineOf(finding)}`)
  }
}
if (values.only === undefined) writeReport(findings, load)
if (!findings.every(isKept)) process.exitCode = 1
