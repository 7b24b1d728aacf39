import { LATE } from './limits'
import { LONGEST_WAIT, type Plan, type Visit } from './plan'
import { makeStop } from './plan-stop'
import type { SeededRandom } from './random'

/** An answer longer than the total limit: only a limit, a stop or the readers' leaving ends it. */
const endless = {
  directive: 'tokens=120 rate=20 text=numbered',
  providerFaults: [],
  afterwards: { kind: 'nothing' },
} satisfies Partial<Plan>

/** Somebody stays with an answer until its limit. */
export function endlessly(plan: Plan): Plan {
  return { ...plan, ...endless, stops: [] }
}

/** Everybody leaves an answer that would go on past its total limit. */
export function abandoned(plan: Plan, random: SeededRandom): Plan {
  const leaveForGood = (): Visit[] => [
    { leaves: { milliseconds: random.integer(0, 100) }, away: random.integer(0, 100) },
    { leaves: { milliseconds: random.integer(0, 100) }, away: random.integer(0, 20) },
    { leaves: { patience: random.integer(0, 8) }, away: undefined },
  ]
  return {
    ...plan,
    ...endless,
    keepGoing: random.chance(0.2),
    stops: [],
    sender: { ...plan.sender, visits: leaveForGood() },
    readers: plan.readers.map((reader) => ({ ...reader, visits: leaveForGood() })),
  }
}

/** A stop races with the end: the provider has sent everything but the end itself. */
export function lastToken(plan: Plan, random: SeededRandom): Plan {
  const tokens = random.integer(1, 20)
  return {
    ...plan,
    directive: `tokens=${tokens} rate=0 text=${random.pick(['numbered', 'emoji'])} hold=${tokens}`,
    providerFaults: [],
    stops: [
      makeStop(random, 'last-token'),
      ...plan.stops.filter(({ moment }) => moment === 'ended'),
    ],
  }
}

/** Another question comes while somebody follows, or once everybody has left. */
export function followedByNext(plan: Plan, random: SeededRandom): Plan {
  const stops = plan.stops.map((stop) => ({ ...stop, of: 'answer' as const }))
  const next = { after: random.integer(0, LONGEST_WAIT), supersede: random.chance(0.5) }
  const followed: Plan = { ...plan, stops, next, afterwards: { kind: 'nothing' } }
  if (random.chance(0.6)) return { ...followed, ...(random.chance(0.6) && endless) }
  const leaves = { milliseconds: random.integer(0, LONGEST_WAIT) }
  return {
    ...followed,
    ...endless,
    keepGoing: true,
    sender: { visits: [{ leaves, away: undefined }], line: undefined },
    readers: [],
    stops: [],
    // Late enough that the server must have noticed that nobody is left.
    next: { ...next, after: LONGEST_WAIT + LATE + random.integer(0, LONGEST_WAIT) },
  }
}

/** The answer is deleted, perhaps while it streams. */
export function deleted(plan: Plan, random: SeededRandom): Plan {
  return {
    ...plan,
    ...(random.chance(0.5) && endless),
    deletion: {
      after: random.integer(0, LONGEST_WAIT),
      of: random.pick(['answer', 'question', 'chat']),
    },
    afterwards: { kind: 'nothing' },
  }
}
