import type { Pace } from './pace'
import type { Plan, Visit } from './plan'
import { makeStop } from './plan-stop'
import type { SeededRandom } from './random'

/** An answer longer than the total limit: only a limit, a stop or the readers' leaving ends it. */
const endlessAt = ({ endless }: Pace) =>
  ({
    directive: endless,
    providerFaults: [],
    afterwards: { kind: 'nothing' },
  }) satisfies Partial<Plan>

/** Somebody stays with an answer until its limit. */
export function endlessly(plan: Plan, pace: Pace): Plan {
  return { ...plan, ...endlessAt(pace), stops: [] }
}

/** Everybody leaves an answer that would go on past its total limit. */
export function abandoned(plan: Plan, random: SeededRandom, pace: Pace): Plan {
  const leaveForGood = (): Visit[] => [
    { leaves: { milliseconds: random.integer(0, 100) }, away: random.integer(0, 100) },
    { leaves: { milliseconds: random.integer(0, 100) }, away: random.integer(0, 20) },
    { leaves: { patience: random.integer(0, 8) }, away: undefined },
  ]
  return {
    ...plan,
    ...endlessAt(pace),
    keepGoing: random.chance(0.2),
    stops: [],
    sender: { ...plan.sender, visits: leaveForGood() },
    readers: plan.readers.map((reader) => ({ ...reader, visits: leaveForGood() })),
  }
}

/** A stop races with the end: the provider has sent everything but the end itself. */
export function lastToken(plan: Plan, random: SeededRandom, pace: Pace): Plan {
  const tokens = random.integer(1, 20)
  return {
    ...plan,
    directive: `tokens=${tokens} rate=0 text=${random.pick(['numbered', 'emoji'])} hold=${tokens}`,
    providerFaults: [],
    stops: [
      makeStop(random, 'last-token', pace),
      ...plan.stops.filter(({ moment }) => moment === 'ended'),
    ],
  }
}

/** Another question comes while somebody follows, or once everybody has left. */
export function followedByNext(plan: Plan, random: SeededRandom, pace: Pace): Plan {
  const { longestWait, late } = pace
  const endless = endlessAt(pace)
  const stops = plan.stops.map((stop) => ({ ...stop, of: 'answer' as const }))
  const next = { after: random.integer(0, longestWait), supersede: random.chance(0.5) }
  const followed: Plan = { ...plan, stops, next, afterwards: { kind: 'nothing' } }
  if (random.chance(0.6)) return { ...followed, ...(random.chance(0.6) && endless) }
  const leaves = { milliseconds: random.integer(0, longestWait) }
  return {
    ...followed,
    ...endless,
    keepGoing: true,
    sender: { visits: [{ leaves, away: undefined }], line: undefined },
    readers: [],
    stops: [],
    // Late enough that the server must have noticed that nobody is left.
    next: { ...next, after: longestWait + late + random.integer(0, longestWait) },
  }
}

/** The answer is deleted, perhaps while it streams. */
export function deleted(plan: Plan, random: SeededRandom, pace: Pace): Plan {
  return {
    ...plan,
    ...(random.chance(0.5) && endlessAt(pace)),
    deletion: {
      after: random.integer(0, pace.longestWait),
      of: random.pick(['answer', 'question', 'chat']),
    },
    afterwards: { kind: 'nothing' },
  }
}
