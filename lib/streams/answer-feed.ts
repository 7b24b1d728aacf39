import type { AnswerEvent } from '@/lib/contract/event'
import type { Feed } from '@/lib/platform/feed'
import { Wakeup } from '@/lib/platform/wakeup'
import type { Answer } from './answer'
import { AnswerFollower } from './answer-follower'
import type { Cursor } from './cursor'

/** Follows one answer to its end. */
export function followAnswer(answer: Answer, cursor?: Cursor): Feed<AnswerEvent> {
  const wakeup = new Wakeup()
  const follower = new AnswerFollower(
    answer,
    () => {
      wakeup.signal()
    },
    cursor,
  )
  return {
    async read() {
      for (;;) {
        const events = follower.take()
        if (events.length > 0) return events
        if (follower.over) return undefined
        await wakeup.wait()
      }
    },
    leave() {
      follower.leave()
    },
  }
}
