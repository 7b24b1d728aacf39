import type { Pace } from '../plan/pace'

/**
 * What was done to a server, or to what all servers need. A server that was `ended` was asked to end by
 * a signal; `killed` is without warning. Redis and PostgreSQL are `gone` between a crash and a new start. Redis
 * is `emptied` again and again.
 */
export type TroubleKind =
  | 'killed'
  | 'frozen'
  | 'ended'
  | 'Redis gone'
  | 'Redis frozen'
  | 'Redis emptied'
  | 'PostgreSQL gone'

/** A trouble, from its beginning until all was ready again, in epoch milliseconds. */
export type Trouble = {
  kind: TroubleKind
  /** The number of the server, for the first three kinds. */
  server: number | undefined
  from: number
  to: number
}

/** Under what a history happened. */
export type Conditions = {
  pace: Pace
  /** Each call may be taken by any of these. */
  servers: number
  troubles: readonly Trouble[]
}
