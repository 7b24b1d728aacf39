import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { circumstances } from '../bench/report/machine.ts'
import { rowOf, type Finding } from './finding.ts'
import { chromiumPath } from './visit/chromium.ts'

const FILE = 'docs/measures.md'
const PACKAGES = [
  'node_modules/next',
  'node_modules/react',
  'measure/lighthouse/node_modules/lighthouse',
]

/** Writes the findings with their circumstances. @param load the machine's, before the run */
export function writeReport(findings: readonly Finding[], load: string): void {
  const { date, commit, machine, versions } = circumstances(PACKAGES)
  const chromium = execFileSync(chromiumPath(), ['--version'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const lines = [
    '# What the page is held to',
    '',
    'Written by `npm run measure`, which exits with 1 where a bound is missed. It measures the',
    'production build in a real Chromium: what the chat page loads before it is idle',
    '([page-weight.ts](../measure/page-weight.ts), gzip as transferred, 1 KB is 1,000 bytes), and the',
    'scores of Lighthouse for a desktop, medians of three runs with an empty cache each',
    '([lighthouse.ts](../measure/lighthouse.ts)). And, on a processor slowed four times, a long chat',
    'that opens, and one of 500 messages where somebody types while an answer of 5,000 tokens comes',
    'in ([busy-chat.ts](../measure/busy-chat.ts)), and how long frames take while 8 KB of a kind of',
    'Markdown come ([drawing.ts](../measure/drawing.ts)). The weight is held to by `npm test`, too',
    '([page-weight.spec.ts](../e2e/page-weight.spec.ts)); all others depend on the machine,',
    'and on what else it does: a run on a busy one says little.',
    '',
    '| | bound | measured | |',
    '| - | -: | -: | - |',
    ...findings.map(rowOf),
    '',
    `Measured on ${date} at ${commit}: ${machine}, ${load} before the run; ${versions}, ${chromium.toString().trim()}.`,
  ]
  writeFileSync(FILE, `${lines.join('\n')}\n`)
}
