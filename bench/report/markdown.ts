import path from 'node:path'
import { median } from '../../e2e/harness/median.ts'
import type { Row, Target } from '../rounds/measurement.ts'
import type { Circumstances } from './machine.ts'
import type { Report } from './report.ts'
import type { Result } from './result.ts'
import { formatNumber } from './statistics.ts'

/** The text of a report: every claim with its verdict, then every measure with its figures. */
export function markdown({ title, command, folder }: Report, results: readonly Result[]): string {
  const lines = [
    `# ${title}`,
    '',
    `Written by \`${command}\`; what is measured and how is in [README.md](README.md).`,
    'Medians of the rounds, with the least and the most in brackets.',
    '',
    '| | | target | measured | |',
    '| - | - | -: | -: | - |',
    ...results.flatMap((result) => result.targets.map((target) => targetLine(result, target))),
    '',
    ...results.flatMap((result) => section(result, path.basename(folder))),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

/** Whether the median of the rounds is within the limit. */
export function isMet({ values, limit }: Target): boolean {
  const value = median(values)
  return 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast
}

function targetLine({ id, title }: Result, target: Target): string {
  const { claim, unit, limit } = target
  const bound = 'atMost' in limit ? `≤ ${limit.atMost}` : `≥ ${limit.atLeast}`
  const verdict = isMet(target) ? 'met' : '**missed**'
  return `| [${id}](#${anchor(id, title)}) | ${claim} | ${bound} ${unit} | ${spread(target)} | ${verdict} |`
}

function section(result: Result, folder: string): string[] {
  const { id, title, method, rows, quick } = result
  const charted = rows.some((row) => row.charted)
  return [
    `## ${id} ${title}`,
    '',
    method,
    '',
    '| | median | least – most | rounds |',
    '| - | -: | -: | -: |',
    ...rows.map(rowLine),
    '',
    ...(charted ? [`![${title}](${folder}/${id}.svg)`, ''] : []),
    `${quick ? 'A quick run. ' : ''}${describe(result.circumstances)}`,
    '',
  ]
}

function rowLine({ label, unit, values }: Row): string {
  const range = `${formatNumber(Math.min(...values))} – ${formatNumber(Math.max(...values))}`
  return `| ${label} | ${formatNumber(median(values))} ${unit} | ${range} | ${values.length} |`
}

function spread({ values, unit }: Pick<Target, 'values' | 'unit'>): string {
  const range = `${formatNumber(Math.min(...values))} – ${formatNumber(Math.max(...values))}`
  return `${formatNumber(median(values))} ${unit} (${range})`
}

function describe({ date, commit, machine, versions }: Circumstances): string {
  return `Measured on ${date} at ${commit}: ${machine}; ${versions}.`
}

/** The anchor that GitHub gives to a heading. */
function anchor(id: string, title: string): string {
  return `${id} ${title}`
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(/\s/g, '-')
}
