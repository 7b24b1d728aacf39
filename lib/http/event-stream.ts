import type { AnswerEvent, IdentifiedPersonEvent } from '@/lib/contract/event'
import type { Feed } from '@/lib/platform/feed'
import { openConnection } from './connection'

const eventStreamHeaders = {
  'Content-Type': 'text/event-stream',
  'Cache-Control': 'no-cache, no-transform',
  'X-Accel-Buffering': 'no',
}

/** Who reads, for how long they may. */
type Reading = { request: Request; whenRevoked: (listener: () => void) => () => void }

/** Follows one answer in the AI SDK's UI message stream protocol, version 1. */
export function answerStreamResponse(
  { request: { signal }, whenRevoked }: Reading,
  feed: Feed<AnswerEvent>,
  headers: Record<string, string> = {},
): Response {
  const body = openConnection({
    feed,
    encode: ({ cursor, chunk }) => serverSentEvent(cursor, chunk),
    trailer: 'data: [DONE]\n\n',
    signal,
    whenRevoked,
  })
  return new Response(body, {
    headers: { ...eventStreamHeaders, 'x-vercel-ai-ui-message-stream': 'v1', ...headers },
  })
}

/** Everything of one person, for as long as it is read. */
export function personStreamResponse(
  { request: { signal }, whenRevoked }: Reading,
  feed: Feed<IdentifiedPersonEvent>,
): Response {
  const body = openConnection({
    feed,
    encode: ({ id, event }) => serverSentEvent(id, event),
    trailer: '',
    signal,
    whenRevoked,
  })
  return new Response(body, { headers: eventStreamHeaders })
}

function serverSentEvent(id: string, data: unknown): string {
  return `id: ${id}\ndata: ${JSON.stringify(data)}\n\n`
}
