import { writeFile } from 'node:fs/promises'
import { readBooks } from './fake-provider/books/books'
import { expect, providerVariables, test } from './harness/fixtures'
import { CancelProxy } from './harness/network/cancel-proxy'
import { AppServer } from './harness/server/app-server'
import { violationsOf } from './stops/check-history'
import { describePlan } from './stops/describe-plan'
import { makePlan } from './stops/make-plan'
import { runPlan } from './stops/run-plan'
import { traceOf } from './stops/trace'

const SEED = Number(process.env['CHAOS_SEED'] ?? 1)
const STOPS = Number(process.env['CHAOS_STOPS'] ?? 20)

/** More pages at once only wait for each other. */
const AT_ONCE = 4

/** After this many histories with a violation the run ends: they are enough to look at. */
const ENOUGH = 5

test(`P13 R3 R33 R34 ${STOPS} stops through bad networks from seed ${SEED} get through`, async ({
  browser,
  provider,
}, testInfo) => {
  test.setTimeout(60_000 + STOPS * 20_000)
  const server = await AppServer.start(providerVariables(provider.url))
  const broken: string[] = []
  let brokenHistories = 0
  let next = SEED
  const work = async () => {
    const network = await CancelProxy.start(server.port)
    const scene = { browser, server, providerUrl: provider.url, network }
    while (next < SEED + STOPS && brokenHistories < ENOUGH) {
      const seed = next
      next += 1
      const plan = makePlan(seed)
      const history = await runPlan(plan, scene)
      const violations = violationsOf(history)
      if (violations.length === 0) continue
      const file = testInfo.outputPath(`seed-${seed}.json`)
      await writeFile(file, JSON.stringify(history, null, 2))
      broken.push(...violations.map((violation) => `--seed ${seed}: ${violation}`))
      broken.push(...traceOf(history))
      broken.push(`--seed ${seed} is: ${describePlan(plan)}`)
      brokenHistories += 1
    }
    await network.close()
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    expect(broken).toEqual([])
    expect((await readBooks(provider.url)).openCalls).toBe(0)
    expect(server.query(`SELECT id FROM stream_sessions WHERE status = 'active'`)).toEqual([])
    expect(server.output.split('\n').filter((line) => line.includes('"level":50'))).toEqual([])
  } finally {
    await server.remove()
  }
})
