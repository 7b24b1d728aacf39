import { setTimeout as pause } from 'node:timers/promises'
import { armTitles, type Arm } from '../arms/arm.ts'
import { startArms } from '../arms/start-arms.ts'
import { startReader, startReaders } from '../load/start-readers.ts'
import { percentile } from '../report/statistics.ts'
import type { Bench, Measure } from '../rounds/measurement.ts'
import { memoryKilobytes } from '../system/process-usage.ts'
import { differences } from './figures.ts'

const STREAMS = 1_000
const RATE = 2
const TOKENS = 1_000
const SAMPLE_MS = 5_000
const names = ['next-relay', 'textbook', 'fullstop'] as const

/** C7: the memory of an answer while it runs. */
export const memory: Measure = {
  id: 'C7',
  title: 'Memory of a running answer',
  inQuick: false,
  async run(bench) {
    const rounds: number[][] = names.map(() => [])
    for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) {
      const figures = await runRound(bench)
      for (const [index, kilobytes] of figures.entries()) {
        rounds[index]?.push(kilobytes)
        bench.say(`${names[index]}: ${kilobytes.toFixed(1)} KB an answer`)
      }
    }
    const of = (name: (typeof names)[number]) => rounds[names.indexOf(name)] ?? []
    return {
      method:
        `${STREAMS} answers of ${TOKENS} tokens at ${RATE} a second on each server, all servers at ` +
        'once and fresh for each round. The memory of the process, median of the samples of the ' +
        `last fifth of ${bench.quick ? 'a minute' : 'the answers'}, less what it was before, by answer.`,
      rows: names.map((name) => ({
        label: armTitles[name],
        unit: 'KB',
        values: of(name),
        charted: true,
      })),
      targets: [
        {
          claim: 'Fullstop beyond the Next relay, an answer',
          unit: 'KB',
          values: differences(of('fullstop'), of('next-relay')),
          limit: { atMost: 45 },
        },
      ],
    }
  },
}

async function runRound({ provider, quick }: Bench): Promise<number[]> {
  await using started = await startArms(names, provider.url)
  const lastsMs = quick ? 60_000 : (TOKENS / RATE) * 1000
  return await Promise.all(started.arms.map((arm) => kilobytesAnAnswer(arm, lastsMs)))
}

async function kilobytesAnAnswer(arm: Arm, lastsMs: number): Promise<number> {
  // The first answer loads the code that all others use.
  await startReader(arm, { tokens: 10, rate: 50 }).over
  const before = memoryKilobytes(arm.processId)
  const script = { tokens: TOKENS, rate: RATE }
  const readers = await startReaders(arm, STREAMS, script, { rampMs: 20_000 })
  await pause(lastsMs * 0.75)
  const samples: number[] = []
  const endAt = performance.now() + lastsMs * 0.2
  while (performance.now() < endAt) {
    samples.push(memoryKilobytes(arm.processId))
    await pause(SAMPLE_MS)
  }
  for (const { key, tokens, failure } of readers) {
    if (failure || tokens === 0) throw new Error(`${key} was not answered`, { cause: failure })
  }
  for (const reader of readers) reader.close()
  return (percentile(samples, 50) - before) / STREAMS
}
