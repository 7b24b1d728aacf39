import { statusOfEndReason } from '@/lib/contract/end-reason'
import { hasEnded } from '@/lib/db/message-view'
import type { EndedMessageRecord, MessageRecord } from '@/lib/db/messages'
import type { AnswerLog } from './answer-log'

/**
 * The record with which the followers of an answer get their end: what is stored, unless the answer was
 * deleted meanwhile, or was taken for dead and already goes on in another session.
 */
export function endedRecordOf(
  { record, log }: { record: MessageRecord; log: AnswerLog },
  stored: MessageRecord | undefined,
  endedAt: number,
): EndedMessageRecord {
  if (stored && hasEnded(stored)) return stored
  const endReason = stored ? 'crash' : 'deleted'
  return {
    ...record,
    parts: log.parts(),
    status: statusOfEndReason[endReason],
    endReason,
    textLength: log.textLength,
    endedAt,
  }
}
