import { inUse, kept } from './growth'
import type { Measurement } from './measurement'

const columns = [...inUse, 'dispatchers', ...kept, 'rss'] as const

/** The head of a table of measurements. */
export const tableHead = ['streams', 'seconds', ...columns].join('  ')

/** One measurement, after this many streams and seconds. Memory is in KB. */
export function tableLine(streams: number, seconds: number, measurement: Measurement): string {
  const cells = [streams, Math.round(seconds), ...columns.map((name) => measurement[name])]
  const widths = tableHead.split('  ').map(({ length }) => length)
  return cells.map((cell, index) => String(cell).padStart(widths[index] ?? 0)).join('  ')
}
