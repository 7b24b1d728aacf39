import type { TroubleKind } from '../history/conditions'
import { SeededRandom } from '../plan/random'

/** A trouble that begins `after` milliseconds and is undone when it has lasted that many. */
export type PlannedTrouble = {
  kind: TroubleKind
  server: number | undefined
  after: number
  lasts: number
}

/** The draws of a plan and of its round are not the same. */
const OTHER_DRAWS = 0x5bd1e995

/** A round of answers is over before. */
const LATEST = 3_500

/** What happens to the servers in one round. The same seed makes the same troubles. */
export function makeTroubles(seed: number, servers: number): PlannedTrouble[] {
  const random = new SeededRandom(seed ^ OTHER_DRAWS)
  const count = random.pick([0, 1, 1, 1, 2, 2, 3])
  const drawn = Array.from({ length: count }, () => makeTrouble(random, servers))
  // Nothing is killed that is frozen, and nothing is started twice.
  return drawn.filter(
    (trouble, index) => !drawn.slice(0, index).some((other) => partOf(other) === partOf(trouble)),
  )
}

function makeTrouble(random: SeededRandom, servers: number): PlannedTrouble {
  const server = random.integer(0, servers - 1)
  const after = random.integer(100, LATEST)
  const kind = random.pick<TroubleKind>([
    'killed',
    'killed',
    'killed',
    'frozen',
    'frozen',
    'frozen',
    'ended',
    'ended',
    'Redis gone',
    'Redis frozen',
    'Redis emptied',
    'PostgreSQL gone',
    'PostgreSQL gone',
  ])
  switch (kind) {
    case 'killed':
    case 'ended':
      return { kind, server, after, lasts: random.integer(0, 3_000) }
    // Either the lease outlives it, or others have ended the answers long before its end.
    case 'frozen': {
      const lasts = random.chance(0.4) ? random.integer(200, 2_000) : random.integer(5_500, 9_000)
      return { kind, server, after, lasts }
    }
    case 'Redis gone':
    case 'Redis frozen':
    case 'Redis emptied':
    case 'PostgreSQL gone':
      return { kind, server: undefined, after, lasts: random.integer(200, 6_000) }
  }
}

function partOf({ kind, server }: PlannedTrouble): string {
  return server === undefined ? (kind.split(' ')[0] ?? kind) : `server ${server}`
}
