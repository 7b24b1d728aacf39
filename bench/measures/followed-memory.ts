import { setTimeout as pause } from 'node:timers/promises'
import { startClusterArms } from '../arms/cluster.ts'
import { startFollowed } from '../load/start-followed.ts'
import { percentile } from '../report/statistics.ts'
import type { Bench, Measure } from '../rounds/measurement.ts'
import { memoryKilobytes } from '../system/process-usage.ts'

const STREAMS = 1_000
const RATE = 2
const RAMP_MS = 40_000
const SAMPLE_MS = 5_000

/** In kilobytes by answer. */
type MemoryRound = { owner: number; other: number }

/** S5: the memory of an answer at the server that runs it, and at the one where it is read. */
export const followedMemory: Measure = {
  id: 'S5',
  title: 'Memory of an answer that is read at another server',
  inQuick: false,
  async run(bench) {
    const tokens = bench.quick ? 200 : 500
    const rounds: MemoryRound[] = []
    for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) {
      const figures = await runRound(bench, tokens)
      const { owner, other } = figures
      bench.say(`owner ${owner.toFixed(1)} KB, other ${other.toFixed(1)} KB an answer`)
      rounds.push(figures)
    }
    return {
      method:
        `${STREAMS} answers of ${tokens} tokens at ${RATE} a second on one of two servers, each read ` +
        'at the other one; both are fresh for each round. The memory of each process, median of ' +
        'the samples of the last fifth of the answers, less what it was before, by answer.',
      rows: [
        {
          label: 'The server where it is read',
          unit: 'KB',
          values: rounds.map(({ other }) => other),
          charted: true,
        },
        {
          label: 'The server that runs it',
          unit: 'KB',
          values: rounds.map(({ owner }) => owner),
          charted: true,
        },
      ],
      targets: [],
    }
  },
}

async function runRound({ provider }: Bench, tokens: number): Promise<MemoryRound> {
  await using arms = await startClusterArms(provider.url)
  const places = { owner: arms.owner, readAt: arms.other }
  // The first answer loads the code that all others use.
  const [first] = await startFollowed(places, 1, { tokens: 10, rate: 50 }, 0)
  await first?.over
  const look = () => ({
    owner: memoryKilobytes(arms.owner.processId),
    other: memoryKilobytes(arms.other.processId),
  })
  const before = look()
  const readers = await startFollowed(places, STREAMS, { tokens, rate: RATE }, RAMP_MS)
  const lastsMs = (tokens / RATE) * 1000 - RAMP_MS
  await pause(lastsMs * 0.75)
  const samples = [look()]
  const endAt = performance.now() + lastsMs * 0.2
  while (performance.now() < endAt) {
    await pause(SAMPLE_MS)
    samples.push(look())
  }
  for (const { key, tokens: read, failure } of readers) {
    if (failure || read === 0) throw new Error(`${key} was not read`, { cause: failure })
  }
  for (const reader of readers) reader.close()
  const anAnswer = (which: keyof MemoryRound) =>
    (percentile(
      samples.map((sample) => sample[which]),
      50,
    ) -
      before[which]) /
    STREAMS
  return { owner: anAnswer('owner'), other: anAnswer('other') }
}
