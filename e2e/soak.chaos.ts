import { SeededRandom } from './chaos/plan/random'
import { expect, providerVariables, test } from './harness/fixtures'
import { AppServer } from './harness/server/app-server'
import { inspectable, Inspector } from './harness/server/inspector'
import { Crowd } from './soak/crowd'
import { growths, inUse, kept } from './soak/growth'
import { countSockets, measure, measureFirst, type Measurement } from './soak/measurement'
import { fillPathCache } from './soak/path-cache'

const STREAMS = Number(process.env['SOAK_STREAMS'] ?? 300)

/** Only a long soak compares the contents of caches: they have to be warm. */
const IS_LONG = STREAMS >= 5_000
const FIRST_ROUND = IS_LONG ? 1_000 : 100
const ROUND = 1_000

/** Twenty people, each with an old call that is closing and a new one, and some to spare. */
const MOST_CALLS_AT_ONCE = 50

const columns = [...inUse, 'dispatchers', ...kept, 'rss'] as const

/** The head of a table of measurements. */
const tableHead = ['streams', 'seconds', ...columns].join('  ')

test(`P11 R27 ${STREAMS} streams leave nothing behind`, async ({ provider }) => {
  test.setTimeout(60_000 + STREAMS * 250)
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    RATE_LIMIT: 'off',
    ...inspectable,
    STREAM_GRACE_MS: '150',
    STREAM_STALL_MS: '1500',
  })
  const crowd = new Crowd({
    url: server.url,
    providerUrl: provider.url,
    random: new SeededRandom(1),
  })
  const startedAt = performance.now()
  let played = 0
  const playRound = async (streams: number, look = measure) => {
    await crowd.round(streams)
    played += streams
    const measurement = await Inspector.look(server, async (inspector) => {
      await crowd.quiet(() => countSockets(inspector))
      return look(inspector)
    })
    console.log(tableLine(played, (performance.now() - startedAt) / 1000, measurement))
    return measurement
  }
  try {
    if (IS_LONG) await fillPathCache(server.url)
    console.log(tableHead)
    const first = await playRound(FIRST_ROUND, measureFirst)
    while (played < STREAMS) await playRound(Math.min(ROUND, STREAMS - played))
    // A thing that is just going away may take a moment; a leak stays.
    const grown = async () => {
      const last = await Inspector.look(server, measure)
      return growths(first, last, IS_LONG ? [...inUse, ...kept] : inUse)
    }
    // A look at all objects of the process takes seconds on a slow machine.
    await expect.poll(grown, { timeout: 120_000 }).toEqual([])
    const { dispatchers } = await Inspector.look(server, measure)
    expect(dispatchers).toBeLessThan(MOST_CALLS_AT_ONCE)
    await crowd.depart()

    expect(server.output).not.toMatch(/Warning|"level":50/)
    const ends = server.query<{ end: string; streams: number }>(
      'SELECT end_reason AS end, count(*) AS streams FROM stream_sessions GROUP BY end_reason',
    )
    console.log(ends.map(({ end, streams }) => `${end} ${streams}`).join(', '))
    expect(ends.reduce((sum, { streams }) => sum + streams, 0)).toBe(STREAMS)
    expect(ends.find(({ end }) => end === 'user')?.streams).toBeGreaterThan(STREAMS / 2)
  } finally {
    await server.remove()
  }
})

/** One measurement, after this many streams and seconds. Memory is in KB. */
function tableLine(streams: number, seconds: number, measurement: Measurement): string {
  const cells = [streams, Math.round(seconds), ...columns.map((name) => measurement[name])]
  const widths = tableHead.split('  ').map(({ length }) => length)
  return cells.map((cell, index) => String(cell).padStart(widths[index] ?? 0)).join('  ')
}
