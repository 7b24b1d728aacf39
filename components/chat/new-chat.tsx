'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { useSendQuestion } from '../composer/use-send-question'
import { chatsQuery } from '../session/chats-query'
import { Farewell } from '../session/farewell'
import { useSession } from '../session/session-provider'
import { EmptyThread } from './empty-thread'
import { FirstRun } from './first-run'

/** The page before a chat begins; who has none yet is told what this is. */
export function NewChat() {
  const { api, isFirstVisit } = useSession()
  const { data } = useInfiniteQuery(chatsQuery(api))
  const sendQuestion = useSendQuestion(undefined)
  const hasNone = data ? data.pages[0]?.chats.length === 0 : isFirstVisit
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
