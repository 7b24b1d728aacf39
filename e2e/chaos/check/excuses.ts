import type { Conditions, Trouble, TroubleKind } from '../history/conditions'
import type { AnswerHistory } from '../history/history'

/** A span of time, in epoch milliseconds. */
export type Span = { from: number; to: number }

const ofServers: readonly TroubleKind[] = ['killed', 'frozen', 'ended']
const ofPostgres: readonly TroubleKind[] = ['PostgreSQL gone']
const ofRedis: readonly TroubleKind[] = ['Redis gone', 'Redis frozen']

/** How long the effects of a trouble last once all is ready again, in milliseconds. */
export const SETTLING = 4_000

/** How long a server remembers the followers at another one that says nothing, in milliseconds. */
export const REMEMBERED = 12_000

/** The lease of a frozen server is over after this many milliseconds, at the earliest. */
const SHORTEST_LOSS = 2_500

/** The troubles that may explain what happened within a span of time. */
export function troublesIn(
  { troubles }: Conditions,
  { from, to }: Span,
  { kinds, after = SETTLING }: { kinds?: readonly TroubleKind[]; after?: number } = {},
): Trouble[] {
  return troubles.filter(
    (trouble) =>
      (kinds?.includes(trouble.kind) ?? true) && trouble.from <= to && trouble.to + after >= from,
  )
}

export function isTroubled(...given: Parameters<typeof troublesIn>): boolean {
  return troublesIn(...given).length > 0
}

export function isWithoutPostgres(conditions: Conditions, span: Span): boolean {
  return isTroubled(conditions, span, { kinds: ofPostgres })
}

/** Whether a server could have been told something neither by Redis nor by PostgreSQL. */
export function isCutOff(conditions: Conditions, span: Span): boolean {
  return isWithoutPostgres(conditions, span) && isTroubled(conditions, span, { kinds: ofRedis })
}

/** The time that an answer took, as the message has it. */
export function spanOf({ message }: AnswerHistory): Span | undefined {
  const { startedAt, endedAt } = message?.metadata ?? {}
  if (startedAt === undefined || endedAt === undefined) return undefined
  return { from: Date.parse(startedAt), to: Date.parse(endedAt) }
}

/** What happened to the server of an answer: to any server, if it is not known which one that was. */
export function troublesOfItsServer(
  { server }: AnswerHistory,
  { troubles }: Conditions,
): Trouble[] {
  return troubles.filter(
    ({ kind, server: number }) =>
      ofServers.includes(kind) && (server === undefined || server === number),
  )
}

/** The trouble that took the server of an answer away while it ran. */
export function lossOf(answer: AnswerHistory, conditions: Conditions): Trouble | undefined {
  const span = spanOf(answer)
  if (!span) return undefined
  return troublesOfItsServer(answer, conditions).find(({ kind, from, to }) => {
    const lasts = kind === 'frozen' ? to - from >= SHORTEST_LOSS : true
    // An end by a signal loses nothing, unless nothing can be saved.
    const isLost = kind !== 'ended' || isWithoutPostgres(conditions, { from, to })
    return lasts && isLost && from <= span.to && to >= span.from
  })
}

/**
 * Whether an answer was deleted, where one server may have read what another one did not find any more: its last
 * end before that, or its text.
 */
export function isGoneFromSome({ message }: AnswerHistory, { servers }: Conditions): boolean {
  return message === undefined && servers > 1
}

/** From this time on, or soon after, the server of an answer was there and could be told of a stop. */
export function reachableFrom(at: number, answer: AnswerHistory, conditions: Conditions): number {
  const away = troublesOfItsServer(answer, conditions)
  let from = at
  for (;;) {
    const moment = { from, to: from }
    const cutOff = isCutOff(conditions, moment)
      ? troublesIn(conditions, moment, { kinds: [...ofPostgres, ...ofRedis] })
      : []
    const last = Math.max(
      ...cutOff.map(({ to }) => to + SETTLING + 1),
      ...away.filter((trouble) => trouble.from <= from && trouble.to > from).map(({ to }) => to),
    )
    if (!(last > from)) return from
    from = last
  }
}
