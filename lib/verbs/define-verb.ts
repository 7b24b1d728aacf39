import type { z } from 'zod'
import type { Sender } from '@/lib/budgets/sender'
import type { KeyScope } from '@/lib/contract/account'
import type { Log } from '@/lib/platform/log'
import type { LimitName } from '@/lib/rate-limit/limits'
import type { Shape } from './shape'

/** The context in which every verb is called. */
export type VerbContext<Services> = {
  /** The things that the verbs of its room work with; the runtime provides them. */
  services: Services
  caller: Sender
  /** A log whose lines name the request. */
  log: Log
  /**
   * Resolves once the caller is certain and the call is counted. A stop acts before that, and waits for
   * it only before it looks for anything; every other verb is called after it. Rejects with
   * `rate_limited`, `unauthenticated` or `unavailable`.
   */
  admitted: () => Promise<void>
}

/** A limit that a call is counted in, and its points there: 1 unless given. */
export type Charge = { limit: LimitName; points?: number }

/**
 * One thing that a person who is signed in can do here, with all that a door has to know of it. `Ids`
 * are the names of the IDs that it is about.
 */
export type Verb<Services, Ids extends string, Input extends object, Output> = {
  name: string
  /** The scope that an API key needs. */
  scope: KeyScope
  /** The limit that each call is counted in, before any of its input is read. */
  limit: LimitName | 'none'
  /** A second limit, once the input of a call and its length in bytes are known. */
  charge?: (input: Input, call: { caller: Sender; bytes: number }) => Charge | undefined
  /** A stop waits for nothing: not for its count, and not long for the look-up of its caller. */
  isStop?: true
  /** A call may take long: a server that drains leaves it to others. */
  isLong?: true
  ids: readonly Ids[]
  input: z.ZodType<Input>
  /** In bytes, where a call may bring more than usual. */
  largestInput?: number
  output: Shape<unknown>
  run: (context: VerbContext<Services>, input: Input & Record<Ids, string>) => Promise<Output>
}

/** The context in which a verb for anybody is called. */
export type OpenContext<Services> = {
  services: Services
  /** Whether the owner of this installation calls, as far as that can be told at this moment. */
  isOwner: () => Promise<boolean>
}

/** One thing that anybody can ask for, signed in or not. No call of it is counted. */
export type OpenVerb<Services, Output> = {
  name: string
  scope: 'anybody'
  output: Shape<unknown>
  run: (context: OpenContext<Services>) => Promise<Output>
}

/** A verb, with its output checked against the shape that it describes. */
export function defineVerb<
  Services,
  Ids extends string,
  Input extends object,
  Told,
  Output extends Told,
>(
  verb: Verb<Services, Ids, Input, Output> & { output: Shape<Told> },
): Verb<Services, Ids, Input, Output> {
  return verb
}

/** A verb for anybody, with its output checked against the shape that it describes. */
export function defineOpenVerb<Services, Told, Output extends Told>(
  verb: OpenVerb<Services, Output> & { output: Shape<Told> },
): OpenVerb<Services, Output> {
  return verb
}
