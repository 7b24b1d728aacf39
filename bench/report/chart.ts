import { median } from '../../e2e/harness/median.ts'
import type { Row } from '../rounds/measurement.ts'
import { formatNumber } from './statistics.ts'

const WIDTH = 720
const LABELS = 230
const BARS = 360
const LINE = 34
const TOP = 52

/** Bars of the medians, with a line from the least to the most, readable in light and dark. */
export function chart(title: string, rows: readonly Row[]): string {
  const most = Math.max(...rows.flatMap(({ values }) => values))
  const height = TOP + rows.length * LINE + 14
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escapeText(title)}">
<style>
  svg { font: 14px system-ui, sans-serif; fill: #1f2328 }
  .paper { fill: #ffffff; stroke: #d0d7de }
  .title { font-weight: 600 }
  .other { fill: #8c959f }
  .ours { fill: #0969da }
  .spread { stroke: #1f2328; stroke-width: 1.5 }
  @media (prefers-color-scheme: dark) {
    svg { fill: #e6edf3 }
    .paper { fill: #0d1117; stroke: #30363d }
    .other { fill: #6e7681 }
    .ours { fill: #4493f8 }
    .spread { stroke: #e6edf3 }
  }
</style>
<rect class="paper" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="8"/>
<text class="title" x="16" y="30">${escapeText(title)}</text>
${rows.map((row, index) => bar(row, TOP + index * LINE, BARS / most)).join('\n')}
</svg>
`
}

function bar({ label, unit, values }: Row, top: number, scale: number): string {
  const value = median(values)
  const side = label.startsWith('Fullstop') ? 'ours' : 'other'
  const middle = top + 11
  const [from, to] = [Math.min(...values), Math.max(...values)].map((end) => LABELS + end * scale)
  const after = (to ?? LABELS) + 8
  return [
    `<text x="16" y="${top + 16}">${escapeText(label)}</text>`,
    `<rect class="${side}" x="${LABELS}" y="${top}" width="${(value * scale).toFixed(1)}" height="22" rx="3"/>`,
    `<line class="spread" x1="${from?.toFixed(1)}" x2="${to?.toFixed(1)}" y1="${middle}" y2="${middle}"/>`,
    `<text x="${after.toFixed(1)}" y="${top + 16}">${formatNumber(value)} ${escapeText(unit)}</text>`,
  ].join('\n')
}

function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
