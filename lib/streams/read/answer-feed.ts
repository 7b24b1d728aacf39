import { ENDED, formatCursor, type Cursor } from '@/lib/contract/cursor'
import type { AnswerEvent } from '@/lib/contract/event'
import type { Feed } from '@/lib/platform/feed'
import { Wakeup } from '@/lib/platform/wakeup'
import type { AnswerSource, FollowerKind } from '@/lib/streams/answer/answer-source'
import { AnswerFollower } from './answer-follower'

/** Follows one answer to its end. */
export function followAnswer(
  answer: AnswerSource,
  cursor?: Cursor,
  kind?: FollowerKind,
): Feed<AnswerEvent> {
  const wakeup = new Wakeup()
  const follower = new AnswerFollower(
    answer,
    () => {
      wakeup.signal()
    },
    cursor,
    kind,
  )
  let isLeft = false
  return {
    async read() {
      for (;;) {
        if (isLeft) return undefined
        const events = follower.take()
        if (follower.over && events.length > 0) return markEnd(events, answer.sessionId)
        if (events.length > 0) return events
        if (follower.over) return undefined
        await wakeup.wait()
      }
    },
    leave() {
      isLeft = true
      follower.leave()
      wakeup.signal()
    },
  }
}

/** Gives the last event the cursor `ENDED`: its reader has been told how the answer ended. */
function markEnd(events: AnswerEvent[], sessionId: string): AnswerEvent[] {
  const cursor = formatCursor({ sessionId, position: ENDED })
  return events.map((event, index) => (index === events.length - 1 ? { ...event, cursor } : event))
}
