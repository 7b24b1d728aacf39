import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { Measure, Measurement } from '../rounds/measurement.ts'
import { chart } from './chart.ts'
import { circumstances } from './machine.ts'
import { markdown } from './markdown.ts'
import type { Result } from './result.ts'

const FOLDER = 'bench/results'

/** Keeps a measurement, and draws its chart. */
export function keepResult(
  { id, title }: Measure,
  measurement: Measurement,
  quick: boolean,
): Result {
  const result = { id, title, quick, circumstances: circumstances(), ...measurement }
  mkdirSync(FOLDER, { recursive: true })
  writeFileSync(`${FOLDER}/${id}.json`, JSON.stringify(result, rounded, 2))
  const charted = result.rows.filter((row) => row.charted)
  if (charted.length > 0) writeFileSync(`${FOLDER}/${id}.svg`, chart(title, charted))
  return result
}

/** Writes `bench/results.md` from all kept results, of this run and of earlier ones. */
export function writeReport(measures: readonly Measure[]): void {
  const results = measures.flatMap(({ id }) => keptResult(id) ?? [])
  writeFileSync(`${FOLDER}.md`, markdown(results))
}

function keptResult(id: string): Result | undefined {
  try {
    return JSON.parse(readFileSync(`${FOLDER}/${id}.json`, 'utf8')) as Result
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(5)) : value
}
