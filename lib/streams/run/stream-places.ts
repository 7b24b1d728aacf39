import type { Sender } from '@/lib/budgets/sender'
import { FullstopError } from '@/lib/contract/fullstop-error'

/** How many streams may run at once. */
export type StreamCapacity = { perPerson: number; perServer: number }

/** How soon to try again, in seconds: about one answer's time. */
const RETRY_AFTER_SECONDS = 10

/**
 * The limit that one more stream of this sender would exceed. To leave room for others, all guests
 * together get half of the server's places at most, and one address a quarter, or as many as one
 * person if that is more. The owner has room even on a full server.
 */
export function exceededLimit(
  { id, guest, admin, address }: Sender,
  taken: readonly Sender[],
  { perPerson, perServer }: StreamCapacity,
): number | undefined {
  const isFull = (limit: number, counts: (other: Sender) => boolean) =>
    taken.filter(counts).length >= limit ? limit : undefined
  const own = isFull(perPerson, (other) => other.id === id)
  if (own !== undefined || admin) return own
  const ofAddress = Math.max(perPerson, Math.floor(perServer / 4))
  const ofGuests = Math.max(1, Math.floor(perServer / 2))
  return (
    isFull(perServer, () => true) ??
    (guest ? isFull(ofGuests, (other) => other.guest) : undefined) ??
    (address === undefined ? undefined : isFull(ofAddress, (other) => other.address === address))
  )
}

export function tooManyStreams(limit: number): FullstopError {
  return new FullstopError(
    'too_many_streams',
    `At most ${limit} answers can stream at once. Stop one, or wait for one to finish.`,
    { limit, retryAfterSeconds: RETRY_AFTER_SECONDS },
  )
}
