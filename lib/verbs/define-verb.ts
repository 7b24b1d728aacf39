import type { z } from 'zod'
import type { Sender } from '@/lib/budgets/sender'
import type { KeyScope } from '@/lib/contract/account'
import type { Log } from '@/lib/platform/log'
import type { LimitName } from '@/lib/rate-limit/limits'
import type { Shape } from './shape'

/** What every verb is called with besides its input. */
export type VerbContext<Services> = {
  /** What its room works with; the runtime provides it. */
  services: Services
  caller: Sender
  /** Its lines name the request. */
  log: Log
  /**
   * Resolves once it is certain who calls, and the call is counted. A stop acts before that, and waits
   * for it only before it looks for anything; every other verb is called after it. Rejects with
   * `rate_limited`, `unauthenticated` or `unavailable`.
   */
  admitted: () => Promise<void>
}

/** A limit that a call is counted in, and with how many points; one unless given. */
export type Charge = { limit: LimitName; points?: number }

/**
 * One thing that somebody who is signed in can do here, with all that a door has to know of it. `Ids`
 * are the IDs that it is about, by name.
 */
export type Verb<Services, Ids extends string, Input extends object, Output> = {
  name: string
  /** What an API key has to allow. */
  scope: KeyScope
  /** What each call is counted in, before anything of its input is read. */
  limit: LimitName | 'none'
  /** What it is counted in as well, once its input and its length in bytes are known. */
  charge?: (input: Input, call: { caller: Sender; bytes: number }) => Charge | undefined
  /** Nothing that can wait stands before it: neither the count nor, for long, the look-up. */
  isStop?: true
  ids: readonly Ids[]
  input: z.ZodType<Input>
  /** In bytes, where that is more than usual. */
  largestInput?: number
  output: Shape<unknown>
  run: (context: VerbContext<Services>, input: Input & Record<Ids, string>) => Promise<Output>
}

/** What a verb that anybody may call is called with. */
export type OpenContext<Services> = {
  services: Services
  /** Whether the owner of this installation calls, as far as that can be told at this moment. */
  isOwner: () => Promise<boolean>
}

/** One thing that anybody can ask for, signed in or not. */
export type OpenVerb<Services, Output> = {
  name: string
  scope: 'anybody'
  output: Shape<unknown>
  run: (context: OpenContext<Services>) => Promise<Output>
}

/** A verb whose answer fits the shape that it tells of. */
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

/** A verb for anybody whose answer fits the shape that it tells of. */
export function defineOpenVerb<Services, Told, Output extends Told>(
  verb: OpenVerb<Services, Output> & { output: Shape<Told> },
): OpenVerb<Services, Output> {
  return verb
}
