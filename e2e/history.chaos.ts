import { violationsOf } from './chaos/check-history'
import { makePlan } from './chaos/plan'
import { runPlan, type Arena } from './chaos/run-plan'
import { AppServer } from './harness/app-server'
import { expect, providerVariables, test } from './harness/fixtures'
import { Guest } from './harness/guest'

const SEED = Number(process.env['CHAOS_SEED'] ?? 1)
const RUNS = Number(process.env['CHAOS_RUNS'] ?? 500)
const AT_ONCE = 12

test(`P1 P2 P3 P4 P5 P6 P8 P11 P12 ${RUNS} histories from seed ${SEED} break no promise`, async ({
  provider,
}) => {
  test.setTimeout(60_000 + RUNS * 1_000)
  const server = await AppServer.start({
    ...providerVariables(provider.url),
    STREAM_GRACE_MS: '150',
    STREAM_FIRST_TOKEN_MS: '700',
    STREAM_STALL_MS: '700',
  })
  const broken: string[] = []
  let next = SEED
  const work = async () => {
    const arena: Arena = {
      server,
      providerUrl: provider.url,
      guest: await Guest.signIn(server.url),
      stranger: await Guest.signIn(server.url),
    }
    while (next < SEED + RUNS && broken.length < 5) {
      const seed = next
      next += 1
      try {
        const violations = violationsOf(await runPlan(makePlan(seed), arena))
        broken.push(...violations.map((violation) => `--seed ${seed}: ${violation}`))
      } catch (error) {
        broken.push(`--seed ${seed}: ${String(error)}`)
      }
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, work))
    expect(broken).toEqual([])
    expect(server.query(`SELECT id FROM stream_sessions WHERE status = 'active'`)).toEqual([])
    expect(server.query('SELECT * FROM stream_chunks')).toEqual([])
    expect(server.output).not.toMatch(/"level":50/)
  } finally {
    await server.remove()
  }
})
