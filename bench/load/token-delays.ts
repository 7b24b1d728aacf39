import { setTimeout as pause } from 'node:timers/promises'
import type { Provider } from '../provider/provider.ts'
import type { Arrival, Reader } from './reader.ts'

/** A span of time, in ms of the shared clock. */
export type Span = { from: number; to: number }

/** How long a token that was sent at the end of a span may take to arrive. */
const LAST_ARRIVAL_MS = 1_000

/** The delays of all tokens that were sent to these readers within a span, in milliseconds. */
export async function delaysOf(
  readers: readonly Reader[],
  provider: Provider,
  span: Span,
): Promise<number[]> {
  await pause(LAST_ARRIVAL_MS)
  const delays: number[] = []
  for (const { key, arrivals } of readers) {
    const { sentAt } = await provider.call(key)
    for (const delay of tokenDelays(sentAt, arrivals, span)) delays.push(delay)
  }
  return delays
}

/**
 * How long tokens took from the provider's write to the reader, in milliseconds. Counted are tokens
 * that were sent from `from` to `to` and have arrived.
 */
export function tokenDelays(
  sentAt: readonly number[],
  arrivals: readonly Arrival[],
  { from, to }: Span,
): number[] {
  const delays: number[] = []
  let token = 0
  for (const { at, tokens } of arrivals) {
    for (; token < tokens; token += 1) {
      const sent = sentAt[token] ?? Number.NaN
      if (sent >= from && sent <= to) delays.push(at - sent)
    }
  }
  return delays
}

/** Updates that are closer than this look like one to a reader. */
const ONE_UPDATE_MS = 5

/** The times between two updates of an answer within a span, in milliseconds. */
export function updateGaps(arrivals: readonly Arrival[], { from, to }: Span): number[] {
  const gaps: number[] = []
  let last: number | undefined
  for (const { at } of arrivals) {
    if (at < from || at > to) continue
    if (last !== undefined && at - last < ONE_UPDATE_MS) continue
    if (last !== undefined) gaps.push(at - last)
    last = at
  }
  return gaps
}
