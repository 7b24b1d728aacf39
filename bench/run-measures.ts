import { parseArgs } from 'node:util'
import { median } from '../e2e/harness/median.ts'
import { RoundRefused } from './load/health.ts'
import { Provider } from './provider/provider.ts'
import { isMet } from './report/markdown.ts'
import type { Report } from './report/report.ts'
import { keepResult, writeReport } from './report/results.ts'
import { formatNumber } from './report/statistics.ts'
import type { Measure, Target } from './rounds/measurement.ts'

/** Runs the measures that the command line names, and writes the report. */
export async function runMeasures(measures: readonly Measure[], report: Report): Promise<void> {
  const { values } = parseArgs({
    options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } },
  })
  const { quick, only } = values
  for (const measure of chosenOf(measures, { quick, only: only?.split(',') })) {
    console.log(`\n${measure.id} ${measure.title}`)
    const startedAt = performance.now()
    try {
      const targets = await runMeasure(measure, quick, report)
      writeReport(report, measures)
      for (const target of targets) console.log(` ${verdict(target)}`)
    } catch (error) {
      if (!(error instanceof RoundRefused)) throw error
      console.log(`   not measured, the machine is too busy: ${error.message}`)
      process.exitCode = 1
    }
    console.log(`   in ${((performance.now() - startedAt) / 1000).toFixed()} s`)
  }
}

async function runMeasure(
  measure: Measure,
  quick: boolean,
  report: Report,
): Promise<readonly Target[]> {
  await using provider = await Provider.start()
  const bench = { provider, quick, say: (line: string) => console.log(`   ${line}`) }
  return keepResult(report, measure, await measure.run(bench), quick).targets
}

function chosenOf(
  measures: readonly Measure[],
  { quick, only }: { quick: boolean; only: readonly string[] | undefined },
): readonly Measure[] {
  if (!only) return measures.filter((measure) => !quick || measure.inQuick)
  return only.map((id) => {
    const found = measures.find((measure) => measure.id === id)
    if (!found)
      throw new Error(`no measure ${id}; there are ${measures.map((m) => m.id).join(', ')}`)
    return found
  })
}

function verdict(target: Target): string {
  const { claim, unit, limit, values: figures } = target
  const bound = 'atMost' in limit ? `at most ${limit.atMost}` : `at least ${limit.atLeast}`
  const mark = isMet(target) ? '✓' : '✗'
  return `${mark} ${claim}: ${formatNumber(median(figures))} ${unit}, target ${bound}`
}
