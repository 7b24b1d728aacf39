import type { AnswerChunk, AnswerEvent, PersonEvent } from '@/lib/contract/event'
import { eventsOf } from '../../harness/guest'

/** One event as a reader of an answer understands it. */
export type Seen = {
  id: string | undefined
  /** What the event says of this answer, if anything. */
  event?: AnswerEvent
  /** The reader knows now that the answer is over. */
  last: boolean
}

/** The events of an answer's own stream, which says when it is over. */
export async function* seenOfAnswer(response: Response): AsyncGenerator<Seen> {
  for await (const { id, data } of eventsOf(response)) {
    if (data === '[DONE]') yield { id, last: true }
    // Our own server speaks the contract.
    else yield { id, event: { cursor: id ?? '', chunk: data as AnswerChunk }, last: false }
  }
}

/** The events of one answer in the stream of a person, which itself never ends. */
export async function* seenOfPerson(response: Response, messageId: string): AsyncGenerator<Seen> {
  for await (const { id, data } of eventsOf(response)) {
    const event = data as PersonEvent
    if ('chunk' in event && event.messageId === messageId) {
      yield { id, event, last: isLast(event.chunk) }
    } else {
      yield { id, last: false }
    }
  }
}

function isLast(chunk: AnswerChunk): boolean {
  if (chunk.type === 'finish') return chunk.finishReason !== 'interrupted'
  return chunk.type === 'abort' || chunk.type === 'error'
}
