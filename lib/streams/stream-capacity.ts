import { FullstopError } from '@/lib/contract/fullstop-error'

/** How many streams may run at once. */
export type StreamCapacity = { perPerson: number; perServer: number }

/** How soon to try again, in seconds: about one answer's time. */
const RETRY_AFTER_SECONDS = 10

/** Throws `too_many_streams`, naming the limit, when there is no room for one more. */
export function assertRoom(
  running: { ofPerson: number; inAll: number },
  { perPerson, perServer }: StreamCapacity,
): void {
  if (running.ofPerson >= perPerson) throw tooMany(perPerson)
  if (running.inAll >= perServer) throw tooMany(perServer)
}

function tooMany(limit: number): FullstopError {
  return new FullstopError(
    'too_many_streams',
    `At most ${limit} answers can stream at once. Stop one, or wait for one to end.`,
    { limit, retryAfterSeconds: RETRY_AFTER_SECONDS },
  )
}
