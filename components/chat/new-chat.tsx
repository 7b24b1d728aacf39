'use client'

import { useSendQuestion } from '../composer/use-send-question'
import { Farewell } from '../session/farewell'
import { useSession } from '../session/session-provider'
import { useChatList } from '../session/use-chat-list'
import { EmptyThread } from './empty-thread'
import { FirstRun } from './first-run'

/** The page before a chat begins; who has none yet is told what this is. */
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
