import { writeFile } from 'node:fs/promises'
import type { Trouble } from './chaos/history/conditions'
import type { History } from './chaos/history/history'
import { traceOf } from './chaos/history/trace'
import { limitVariables, steadyPace } from './chaos/plan/pace'
import { closeArena, openArena, startProviderLines } from './chaos/run/arena'
import { runRound, type Round } from './chaos/servers/run-round'
import { siteOfCluster } from './chaos/servers/site-of-cluster'
import { Cluster } from './harness/cluster/cluster'
import { expect, providerVariables, test } from './harness/fixtures'

const SEED = Number(process.env['CHAOS_SEED'] ?? 1)
const HISTORIES = Number(process.env['CLUSTER_HISTORIES'] ?? 20)
const MINUTES = Number(process.env['CLUSTER_MINUTES'] ?? 120)
const SERVERS = Number(process.env['CLUSTER_SERVERS'] ?? 3)

/** The histories of a round, which share its troubles: that many seeds from the round's own on. */
const AT_ONCE = 12

/** After this many broken rounds the run ends: they are enough to look at. */
const ENOUGH = 5

test(`P1 P2 P3 P4 P5 P6 P8 P9 P10 P11 P12 P13 R28 ${HISTORIES} histories from seed ${SEED} over ${SERVERS} servers that fail break no promise`, async ({
  provider,
}, testInfo) => {
  test.skip(Cluster.missing.length > 0, `not installed: ${Cluster.missing.join(', ')}`)
  test.setTimeout(180_000 + Math.min(HISTORIES * 10_000, MINUTES * 60_000))
  const { lines, variables } = await startProviderLines(provider.url, AT_ONCE)
  const cluster = await Cluster.start({
    count: SERVERS,
    environment: {
      ...providerVariables(provider.url),
      ...variables,
      ...limitVariables(steadyPace.limits),
      RATE_LIMIT: 'off',
      STREAMS_PER_USER: '50',
    },
  })
  const troubles: Trouble[] = []
  const broken: string[] = []
  const ends: string[] = []
  let brokenRounds = 0
  let done = 0
  try {
    const site = siteOfCluster(cluster, troubles)
    const arenas = await Promise.all(
      lines.map((line, index) => openArena(site, provider.url, { line, index })),
    )
    const rest = { cluster, providerUrl: provider.url, read: [] }
    const giveUpAt = performance.now() + MINUTES * 60_000
    while (done < HISTORIES && brokenRounds < ENOUGH && performance.now() < giveUpAt) {
      const some = arenas.slice(0, HISTORIES - done)
      const round = await runRound(SEED + done, { cluster, arenas: some, troubles, rest })
      done += some.length
      ends.push(...round.histories.flatMap(endsOf))
      if (round.violations.length === 0) continue
      brokenRounds += 1
      broken.push(...(await report(round, some.length, testInfo.outputPath())))
    }
    await Promise.all(arenas.map(closeArena))
    console.log(`${done} histories over ${SERVERS} servers`)
    console.log(`troubles: ${countsOf(troubles.map(({ kind }) => kind))}`)
    console.log(`ends: ${countsOf(ends)}`)
    expect(broken).toEqual([])
  } finally {
    await writeFile(testInfo.outputPath('servers.log'), logsOf(cluster))
    await cluster.remove()
  }
})

/** Says what was broken in a round, with the traces of its histories, which are kept in files. */
async function report(round: Round, histories: number, folder: string): Promise<string[]> {
  const again = `--seed ${round.seed} --histories ${histories}`
  const broken: string[] = []
  for (const history of new Set(round.violations.map((violation) => violation.history))) {
    const own = round.violations
      .filter((violation) => violation.history === history)
      .map(({ seed, what }) => `${again}, history ${seed}: ${what}`)
    broken.push(...own)
    console.log([...own, ...(history ? traceOf(history) : [])].join('\n'))
    if (!history) continue
    await writeFile(`${folder}/seed-${history.plan.seed}.json`, JSON.stringify(history, null, 2))
  }
  return broken
}

/** How the answers of a history ended, and what its stops were told. */
function endsOf({ answers }: History): string[] {
  return answers.flatMap(({ message, stops }) => [
    message?.metadata?.endReason ?? 'gone',
    ...stops.flatMap((stop) => (stop.unconfirmed.length > 0 ? 'a stop unconfirmed' : [])),
  ])
}

function countsOf(words: readonly string[]): string {
  const different = [...new Set(words)].toSorted()
  return different
    .map((word) => `${word} ${words.filter((each) => each === word).length}`)
    .join(', ')
}

function logsOf({ servers }: Cluster): string {
  return servers.map(({ output }, index) => `=== server ${index}\n${output}`).join('\n')
}
