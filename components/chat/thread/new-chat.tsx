'use client'

import { useSendQuestion } from '@/components/composer/use-send-question'
import { Farewell } from '@/components/session/farewell'
import { useChatList } from '@/components/session/hooks/use-chat-list'
import { useSession } from '@/components/session/session-provider'
import { EmptyThread } from './empty-thread'
import { FirstRun } from './first-run'

/** The page before a chat begins. A person without chats gets an introduction. */
export function NewChat() {
  const { isFirstVisit } = useSession()
  const { hasNone = isFirstVisit } = useChatList()
  const sendQuestion = useSendQuestion(undefined)
  return (
    <>
      <Farewell />
      {hasNone ? (
        <EmptyThread>
          <FirstRun onTry={(question) => void sendQuestion(question)} />
        </EmptyThread>
      ) : (
        <EmptyThread />
      )}
    </>
  )
}
