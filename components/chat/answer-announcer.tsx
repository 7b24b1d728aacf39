import { useEffect, useRef, useState } from 'react'
import type { Thread } from '@/lib/client/thread'
import { useThreadPart } from '../session/use-thread'
import { announcementOf, answerStateOf } from './answer-state'

/** Says aloud how the last answer of the chat changes: its states, never its words. */
export function AnswerAnnouncer({ chatId }: { chatId: string | undefined }) {
  const now = useThreadPart(chatId, lastAnnouncement)
  const before = useRef(now)
  const [said, setSaid] = useState('')

  useEffect(() => {
    // What a chat holds when it is opened is no news.
    if (before.current !== undefined && now !== undefined && before.current !== now) setSaid(now)
    before.current = now
  }, [now])

  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  )
}

function lastAnnouncement({ status, views }: Thread): string | undefined {
  if (status !== 'ready') return undefined
  const last = views.at(-1)
  return last?.message.role === 'assistant' ? announcementOf(answerStateOf(last)) : ''
}
