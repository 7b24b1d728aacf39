import { useEffect, useRef, useState } from 'react'
import { useThreadPart } from '@/components/session/hooks/use-thread'
import { useSession } from '@/components/session/session-provider'
import type { Conversations } from '@/lib/client/chats/conversations'
import { activeAnswerOf, type Thread } from '@/lib/client/thread/thread'
import { announcementOf, answerStateOf } from './answer-state'

/**
 * Says aloud how the last answer of the chat changes: its states, never its words. An answer that is
 * at rest when the chat is opened is no news; one that is arriving is.
 */
export function AnswerAnnouncer({ chatId }: { chatId: string | undefined }) {
  const { conversations } = useSession()
  const now = useThreadPart(chatId, (thread) => lastAnnouncement(thread, conversations))
  const isActive = useThreadPart(chatId, hasActiveAnswer)
  const before = useRef<string>(undefined)
  const [said, setSaid] = useState('')

  useEffect(() => {
    const isNews = before.current === undefined ? isActive : before.current !== now
    if (now !== undefined && isNews) setSaid(now)
    before.current = now
  }, [now, isActive])

  return (
    <p aria-live="polite" className="sr-only">
      {said}
    </p>
  )
}

function hasActiveAnswer(thread: Thread): boolean {
  return activeAnswerOf(thread) !== undefined
}

function lastAnnouncement(
  { status, views }: Thread,
  { stopOf }: Pick<Conversations, 'stopOf'>,
): string | undefined {
  if (status !== 'ready') return undefined
  const last = views.at(-1)
  return last?.message.role === 'assistant' ? announcementOf(answerStateOf(last, stopOf(last))) : ''
}
