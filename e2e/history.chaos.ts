import { writeFile } from 'node:fs/promises'
import { violationsOf } from './chaos/check/check-history'
import { makePlan } from './chaos/plan/make-plan'
import { limitVariables, quickPace } from './chaos/plan/pace'
import { closeArena, openArena, startProviderLines } from './chaos/run/arena'
import { runPlan } from './chaos/run/run-plan'
import { siteOf } from './chaos/run/site'
import { readBooks } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { AppServer } from './harness/server/app-server'

const SEED = Number(process.env['CHAOS_SEED'] ?? 1)
const RUNS = Number(process.env['CHAOS_RUNS'] ?? 300)
const AT_ONCE = 12

/** After this many violations the runs end: they are enough to look at. */
const ENOUGH = 5

test(`P1 P2 P3 P4 P5 P6 P8 P11 P12 P13 ${RUNS} histories from seed ${SEED} break no promise`, async ({
  provider,
}, testInfo) => {
  test.setTimeout(60_000 + RUNS * 1_000)
  const { lines, variables } = await startProviderLines(provider.url, AT_ONCE)
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    RATE_LIMIT: 'off',
    ...variables,
    ...limitVariables(quickPace.limits),
  })
  const broken: string[] = []
  let next = SEED
  const work = async (line: (typeof lines)[number], index: number) => {
    const arena = await openArena(siteOf(server), provider.url, { line, index })
    while (next < SEED + RUNS && broken.length < ENOUGH) {
      const seed = next
      next += 1
      try {
        const history = await runPlan(makePlan(seed, quickPace), arena)
        const violations = violationsOf(history)
        if (violations.length === 0) continue
        await writeFile(testInfo.outputPath(`seed-${seed}.json`), JSON.stringify(history, null, 2))
        broken.push(...violations.map((violation) => `--seed ${seed}: ${violation}`))
      } catch (error) {
        broken.push(`--seed ${seed}: ${String(error)}`)
      }
    }
    await closeArena(arena)
  }
  try {
    await Promise.all(lines.map(work))
    expect(broken).toEqual([])
    expect((await readBooks(provider.url)).openCalls).toBe(0)
    expect(server.query(`SELECT id FROM stream_sessions WHERE status = 'active'`)).toEqual([])
    expect(server.query('SELECT * FROM stream_chunks')).toEqual([])
    expect(server.output.split('\n').filter((line) => line.includes('"level":50'))).toEqual([])
  } finally {
    await server.remove()
  }
})
