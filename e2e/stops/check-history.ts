import { checkShown } from './check-shown'
import { checkStored } from './check-stored'
import type { History, LaterSession, StopHistory } from './history'
import { DRAWING, STOP_BOUND } from './limits'

/** The broken promises of a history, each with how it was broken. */
export function violationsOf({ plan, tabs, stops, later, brokenOff }: History): string[] {
  return [
    ...(brokenOff === undefined ? [] : [brokenOff]),
    ...stops.flatMap((stop) =>
      [...checkCarriedOut(stop), ...checkStored(stop, tabs, plan), ...checkShown(stop, tabs)].map(
        (violation) => `${violation} (${stop.name})`,
      ),
    ),
    ...(later ? checkLater(later) : []),
  ]
}

/** P13: a stop that was pressed once is carried out as soon as the server can be reached. */
function checkCarriedOut(stop: StopHistory): string[] {
  const { call, backAt, stillGoing, isRowActive } = stop
  const violations: string[] = []
  const closedAt = call && (call.closedAt ?? call.finishedAt ?? Infinity)
  if (closedAt === Infinity) {
    violations.push(`P13 R33 the provider still sends ${STOP_BOUND / 1000} s after the return`)
  } else if (closedAt !== undefined && closedAt > backAt + STOP_BOUND + DRAWING) {
    violations.push(`P13 R33 the provider was closed ${closedAt - backAt} ms after the return`)
  }
  if (isRowActive) violations.push('P13 R33 its session is still active')
  for (const tab of stillGoing) violations.push(`P13 ${tab} still shows that it goes on`)
  return violations
}

/** R34: a stop belongs to one session, and a late stop touches no later session. */
function checkLater({ call, reached, shown }: LaterSession): string[] {
  const violations: string[] = []
  if (!call) violations.push('R34 the next session never got to the provider')
  else if (call.abortedByClient) violations.push('R34 a late cancel ended the next session')
  if (shown < reached) violations.push(`R34 a late cancel cut ${reached} characters to ${shown}`)
  return violations
}
