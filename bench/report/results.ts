import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Measure, Measurement } from '../rounds/measurement.ts'
import { chart } from './chart.ts'
import { circumstances } from './machine.ts'
import { markdown } from './markdown.ts'
import type { Report } from './report.ts'
import type { Result } from './result.ts'

/** Keeps a measurement, and draws its chart. */
export function keepResult(
  { folder }: Report,
  { id, title }: Measure,
  measurement: Measurement,
  quick: boolean,
): Result {
  const result = { id, title, quick, circumstances: circumstances(), ...measurement }
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/${id}.json`, JSON.stringify(result, rounded, 2))
  const charted = result.rows.filter((row) => row.charted)
  if (charted.length > 0) writeFileSync(`${folder}/${id}.svg`, chart(title, charted))
  return result
}

/** Writes the report from all kept results, of this run and of earlier ones. */
export function writeReport(report: Report, measures: readonly Measure[]): void {
  const results = measures.flatMap(({ id }) => keptResult(report, id) ?? [])
  writeFileSync(`${report.folder}.md`, markdown(report, results))
}

function keptResult({ folder }: Report, id: string): Result | undefined {
  try {
    return JSON.parse(readFileSync(`${folder}/${id}.json`, 'utf8')) as Result
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(5)) : value
}
