import type { Cluster } from '../../harness/cluster/cluster'
import { violationsOf } from '../check/check-history'
import type { Trouble } from '../history/conditions'
import type { History } from '../history/history'
import { makePlan } from '../plan/make-plan'
import type { Arena } from '../run/arena'
import { runPlan } from '../run/run-plan'
import { letTroubles } from './let-troubles'
import { makeTroubles } from './plan-troubles'
import { restOf, type Rest } from './rest-of'

/** Troubles that were over this many milliseconds before a round have no effect in it. */
const EARLIER = 20_000

/** Where rounds take place. Each arena has one history a round. */
export type RoundPlace = {
  cluster: Cluster
  arenas: readonly Arena[]
  /** All that has happened to the cluster so far, and what happens in this round. */
  troubles: Trouble[]
  rest: Rest
}

export type Round = {
  seed: number
  troubles: readonly Trouble[]
  histories: History[]
  violations: { seed: number; history: History | undefined; what: string }[]
}

/**
 * Runs a history in each arena at the same time, with the seeds from `seed` on, while the troubles of that
 * seed happen to the servers. Judges them once everything is ready and at rest again.
 */
export async function runRound(seed: number, place: RoundPlace): Promise<Round> {
  const { cluster, arenas, troubles, rest } = place
  const startedAt = Date.now()
  const planned = makeTroubles(seed, cluster.servers.length)
  const [wrongEnds, ...outcomes] = await Promise.all([
    letTroubles(planned, cluster, troubles),
    ...arenas.map((arena, index) => runOne(seed + index, arena)),
  ])
  const own = troubles.filter(({ to }) => to > startedAt - EARLIER)
  const histories = outcomes.flatMap(({ history }) => (history ? [history] : []))
  for (const history of histories) history.conditions = { ...history.conditions, troubles: own }
  const left = await restOf(rest, histories, own)
  return {
    seed,
    troubles: own,
    histories,
    violations: [
      ...[...wrongEnds, ...left].map((what) => ({ seed, history: undefined, what })),
      ...outcomes.flatMap(({ seed: ofHistory, history, failure }) => [
        ...(failure === undefined ? [] : [{ seed: ofHistory, history, what: failure }]),
        ...(history ? violationsOf(history) : []).map((what) => {
          return { seed: ofHistory, history, what }
        }),
      ]),
    ],
  }
}

type Outcome = { seed: number; history?: History; failure?: string }

async function runOne(seed: number, arena: Arena): Promise<Outcome> {
  try {
    return { seed, history: await runPlan(makePlan(seed, arena.site.conditions.pace), arena) }
  } catch (error) {
    return { seed, failure: `it broke off: ${describe(error)}` }
  }
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause === undefined ? '' : ` because of ${describe(error.cause)}`
  return `${error.message}${cause} ${error.stack?.split('\n')[1]?.trim() ?? ''}`
}
