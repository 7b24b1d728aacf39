/** `npm run bench -- [--quick] [--only C1,C5]`: measures, and writes bench/results.md. */
import { measures } from './measures.ts'
import { tokenReport } from './report/report.ts'
import { runMeasures } from './run-measures.ts'

await runMeasures(measures, tokenReport)
