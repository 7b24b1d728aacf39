import { statusOfEndReason, type EndReason } from '@/lib/contract/end-reason'
import { hasEnded } from '@/lib/db/message-view'
import type { EndedMessageRecord, MessageRecord } from '@/lib/db/messages'
import type { AnswerLog } from './answer-log'

/**
 * The record with which the followers of a session get its end: what is stored, unless the answer was
 * deleted meanwhile, or already goes on in another session. `sessionEnd` is why this session ended then.
 */
export function endedRecordOf(
  { record, log }: { record: MessageRecord; log: AnswerLog },
  stored: MessageRecord | undefined,
  { endedAt, sessionEnd }: { endedAt: number; sessionEnd: EndReason },
): EndedMessageRecord {
  if (stored && hasEnded(stored)) return stored
  const endReason = stored ? sessionEnd : 'deleted'
  return {
    ...record,
    // An answer that goes on has what was kept of this session, and not yet anything of the next one.
    parts: stored?.parts ?? log.parts(),
    textLength: stored?.textLength ?? log.textLength,
    status: statusOfEndReason[endReason],
    endReason,
    endedAt,
  }
}
