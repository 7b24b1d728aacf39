/** One figure of the page, and the bound that it keeps or misses. */
export type Finding = {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly bound: number
  readonly is: 'at least' | 'at most'
}

/** Whether the figure is within its bound. NaN, a figure that could not be measured, never is. */
export function isKept({ value, bound, is }: Finding): boolean {
  return is === 'at least' ? value >= bound : value <= bound
}

/** A finding as a line for a terminal. */
export function lineOf(finding: Finding): string {
  const { name, value, unit, bound, is } = finding
  const mark = isKept(finding) ? '✓' : '✗'
  return `${mark} ${name}: ${formatValue(value)} ${unit}, ${is} ${formatValue(bound)}`
}

/** A finding as a row of a Markdown table. */
export function rowOf(finding: Finding): string {
  const { name, value, unit, bound, is } = finding
  const verdict = isKept(finding) ? 'kept' : '**missed**'
  const limit = `${is === 'at least' ? '≥' : '≤'} ${formatValue(bound)}`
  return `| ${name} | ${limit} ${unit} | ${formatValue(value)} ${unit} | ${verdict} |`
}

function formatValue(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 })
}
