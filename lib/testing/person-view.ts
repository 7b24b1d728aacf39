import { readServerSentEvents } from '@/client/event-reader'
import { applyChunk, viewOf, type AnswerView } from '@/lib/client/thread/answer-view'
import type { AnswerChunk, PersonEvent } from '@/lib/contract/event'

/** What a page shows of the answers of a person after some events, and the ID to go on from. */
export type PersonView = {
  readonly answers: ReadonlyMap<string, AnswerView>
  readonly lastEventId: string | undefined
  /** Something before an event had not come. */
  readonly gap: boolean
}

export const emptyView: PersonView = { answers: new Map(), lastEventId: undefined, gap: false }

/** The view after these bytes, which may end within an event. */
export async function viewAfter(before: PersonView, bytes: Uint8Array): Promise<PersonView> {
  let view = before
  for await (const { id, data } of readServerSentEvents(new Response(Uint8Array.from(bytes)))) {
    view = take(view, id, JSON.parse(data) as PersonEvent)
  }
  return view
}

function take(
  { answers, lastEventId, gap }: PersonView,
  id: string | undefined,
  event: PersonEvent,
): PersonView {
  const after = { answers, lastEventId: id ?? lastEventId, gap }
  if (!('chunk' in event)) return after
  const { messageId, cursor, chunk } = event
  const known = answers.get(messageId) ?? begun(chunk)
  if (!known) return { ...after, gap: true }
  const applied = applyChunk(known, cursor, chunk)
  return {
    ...after,
    answers: new Map(answers).set(messageId, applied.view),
    gap: gap || applied.gap,
  }
}

/** The view that this chunk begins. An answer that has ended is shown from its events here, too. */
function begun(chunk: AnswerChunk): AnswerView | undefined {
  if (chunk.type !== 'start' || !chunk.messageMetadata) return undefined
  const { messageId: id = '', messageMetadata } = chunk
  const metadata = { ...messageMetadata, status: 'active' as const }
  return { ...viewOf({ id, role: 'assistant', parts: [], metadata }), position: 0 }
}
