import type { Config } from '@/lib/platform/env'

/** How many calls of a kind a window takes, for each way in which they are counted. */
export type Limit = {
  windowSeconds: number
  /** The calls of a person, also of a guest. */
  person?: number
  /** The calls from one address that name one account: more of them must not lock its owner out. */
  accountHere?: number
  /** The calls that name one account, wherever they come from. */
  account?: number
  /** The calls from one address, of everybody behind it. */
  address?: number
}

const MINUTE = 60
const QUARTER_OF_AN_HOUR = 15 * MINUTE
const HOUR = 60 * MINUTE

const MEGABYTE = 1024 * 1024

/** An address may be a whole office. */
const PEOPLE_AT_AN_ADDRESS = 10

/** Every limit there is. A stop must get through, so stops have the most room. */
export function limitsOf(config: Config) {
  return {
    sends: aMinute(config.RATE_LIMIT_SENDS),
    cancels: aMinute(config.RATE_LIMIT_CANCELS),
    /** All other calls that change something. */
    changes: aMinute(600),
    searches: aMinute(300),
    exports: aMinute(10),
    /** The bytes that guests send: each guest has a quota, but there is no end of guests. */
    'guest-bytes': { windowSeconds: HOUR, address: 100 * MEGABYTE },
    guests: { windowSeconds: 10 * MINUTE, address: config.RATE_LIMIT_GUESTS },
    'sign-ins': {
      windowSeconds: QUARTER_OF_AN_HOUR,
      person: 10,
      accountHere: 10,
      account: 100,
      address: 100,
    },
    'sign-ups': { windowSeconds: HOUR, accountHere: 5, account: 10, address: 100 },
    'password-resets': { windowSeconds: HOUR, accountHere: 5, account: 20, address: 30 },
    'setup-codes': { windowSeconds: HOUR, person: 10, address: 20 },
  } as const satisfies Record<string, Limit>
}

export type LimitName = keyof ReturnType<typeof limitsOf>

function aMinute(person: number): Limit {
  return { windowSeconds: MINUTE, person, address: person * PEOPLE_AT_AN_ADDRESS }
}
