/** `npm run bench:cluster -- [--quick] [--only S1,S2]`: measures several servers, and writes bench/cluster.md. */
import { clusterMeasures } from './cluster-measures.ts'
import { clusterReport } from './report/report.ts'
import { runMeasures } from './run-measures.ts'

await runMeasures(clusterMeasures, clusterReport)
