import type { AnswerEvent, SentPersonEvent, AnswerChunk } from '@/lib/contract/event'
import type { Config } from '@/lib/platform/env'
import type { Feed } from '@/lib/platform/feed'
import type { FollowsOfAll, OpenFollows } from '@/lib/runtime/open-follows'
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

/**
 * How long before the platform would break a response off it ends by itself, in milliseconds: then its reader
 * sees a clean end and comes back at once.
 */
const BEFORE_MAXIMUM_MS = 15_000

/** A reader, and until when it may read. */
type Reading = {
  request: Request
  person: { id: string }
  runtime: { follows: FollowsOfAll; config: Pick<Config, 'functionMs'> }
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
    whenSentOn: reader === 'returns' ? whenOutOfTime(reading) : undefined,
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
    whenSentOn: whenOutOfTime(reading),
  })
  return new Response(body, { headers: eventStreamHeaders })
}

/** Calls back a while before the platform breaks the response off; undefined where none does. */
function whenOutOfTime({ runtime }: Reading) {
  const { functionMs } = runtime.config
  if (functionMs === undefined) return undefined
  return (listener: () => void): (() => void) => {
    const timer = setTimeout(listener, functionMs - BEFORE_MAXIMUM_MS).unref()
    return () => {
      clearTimeout(timer)
    }
  }
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
