'use client'

import { useSendQuestion } from '../composer/use-send-question'
import { useSession } from '../session/session-provider'
import { useChatList } from '../session/use-chat-list'
import { Farewell } from '../shell/farewell'
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
