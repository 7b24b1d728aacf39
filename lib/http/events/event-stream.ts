import type { AnswerEvent, SentPersonEvent, AnswerChunk } from '@/lib/contract/event'
import type { Feed } from '@/lib/platform/feed'
import type { FollowsOfAll, OpenFollows } from '@/lib/runtime/open-follows'
import type { ReturningReaders } from '@/lib/runtime/returning-readers'
import { breakOff } from './break-off'
import { openConnection } from './connection'
import { responseTo } from './response-to'

const eventStreamHeaders = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
}

/** How long a reader in a crowd is asked to wait before its next try, in milliseconds. */
const CROWDED_RETRY_MS = 20_000

/** A reader, and until when it may read. */
type Reading = {
  request: Request
  person: { id: string }
  runtime: { follows: FollowsOfAll; returning: Pick<ReturningReaders, 'whenSentOn'> }
  whenRevoked: (listener: () => void) => () => void
}

/**
 * Follows one answer in the AI SDK's UI message stream protocol, version 1, as `?ui=` knows it. A reader
 * that `returns` by itself when the response ends can be sent to another server. The SDK's client does not
 * return: it takes that end for the answer's.
 */
export function answerStreamResponse(
  reading: Reading,
  feed: Feed<AnswerEvent>,
  headers: Record<string, string>,
  reader: 'returns' | 'stays',
): Response {
  const isBefore7 = new URL(reading.request.url).searchParams.get('ui') === '6'
  const body = openConnection({
    feed,
    encode: ({ cursor, chunk }) => serverSentEvent(cursor, isBefore7 ? chunkBefore7(chunk) : chunk),
    trailer: 'data: [DONE]\n\n',
    response: responseTo(reading.request),
    signal: reading.request.signal,
    whenRevoked: whenRevokedOrOldest(reading, reading.runtime.follows.answers),
    whenSentOn: reader === 'returns' ? reading.runtime.returning.whenSentOn : undefined,
  })
  return new Response(body, {
    headers: { ...eventStreamHeaders, 'x-vercel-ai-ui-message-stream': 'v1', ...headers },
  })
}

/** Follows everything of one person, for as long as the reader stays. */
export function personStreamResponse(reading: Reading, feed: Feed<SentPersonEvent>): Response {
  const { everything } = reading.runtime.follows
  const body = openConnection({
    feed,
    // Readers that are broken off to make room would else come back at once, and break off others.
    ...(everything.isCrowded(reading.person.id) && { opening: `retry: ${CROWDED_RETRY_MS}\n\n` }),
    encode: ({ id, event }) => serverSentEvent(id, event),
    trailer: '',
    response: responseTo(reading.request),
    signal: reading.request.signal,
    whenRevoked: whenRevokedOrOldest(reading, everything),
    whenSentOn: reading.runtime.returning.whenSentOn,
  })
  return new Response(body, { headers: eventStreamHeaders })
}

/** Calls back when the reader may read no more: its session ended, or its person has too many readers. */
function whenRevokedOrOldest({ request, person, whenRevoked }: Reading, follows: OpenFollows) {
  return (listener: () => void): (() => void) => {
    const stopWatching = whenRevoked(listener)
    const leave = follows.add(person.id, () => {
      if (!breakOff(request)) listener()
    })
    return () => {
      stopWatching()
      leave()
    }
  }
}

function serverSentEvent(id: string | undefined, data: unknown): string {
  const lineOfId = id === undefined ? '' : `id: ${id}\n`
  return `${lineOfId}data: ${JSON.stringify(data)}\n\n`
}

/** A chunk for the AI SDK's majors 5 and 6, which take a finish reason that they do not know for an error. */
function chunkBefore7(chunk: AnswerChunk): AnswerChunk {
  const isUnknown = chunk.type === 'finish' && chunk.finishReason === 'interrupted'
  return isUnknown ? { ...chunk, finishReason: 'other' } : chunk
}
