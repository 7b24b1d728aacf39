import type { QueryClient } from '@tanstack/react-query'
import { createAccountApi, type AccountApi } from '@/lib/client/account-api'
import { createApi, type Api } from '@/lib/client/api'
import { createCalls } from '@/lib/client/calls'
import type { ChatCache } from '@/lib/client/chat-cache'
import { Conversations } from '@/lib/client/conversations'
import { Deletions } from '@/lib/client/deletions'
import { FailedPins } from '@/lib/client/failed-pins'
import { signInAsGuest } from '@/lib/client/guest'
import { Outbox } from '@/lib/client/outbox'
import { personStorage } from '@/lib/client/person-storage'
import { preferences } from '@/lib/client/preferences'
import { Resender } from '@/lib/client/resender'
import { SessionProblems } from '@/lib/client/session-problems'
import { runningAnswerId } from '@/lib/client/thread'
import { UnseenAnswers } from '@/lib/client/unseen-answers'
import { lastKeyAt } from '../ui/last-input'
import { writtenTexts } from '../writing/written-texts'
import { paceEvents, type PacedEvents } from './paced-events'
import { createQueryClient } from './query-client'
import { receiveEvent } from './receive-event'
import { openUnsentChats } from './restore-texts'

/** What one tab works with, made once. */
export type Session = {
  api: Api
  accountApi: AccountApi
  chats: ChatCache
  conversations: Conversations
  deletions: Deletions
  failedPins: FailedPins
  events: PacedEvents
  unseen: UnseenAnswers
  problems: SessionProblems
  outbox: Outbox
  resender: Resender
  queryClient: QueryClient
  /** Nobody yet, when the page was asked for: there can be no chats. */
  isFirstVisit: boolean
}

/** `hasSession`: whether the page was asked for with one, so that no guest is to be made. */
export function createSession(hasSession: boolean): Session {
  const problems = new SessionProblems()
  const calls = createCalls(signInAsGuest, { hasSession, problems })
  const api = createApi(calls)
  const queryClient = createQueryClient()
  const outbox = new Outbox(personStorage)
  const conversations = new Conversations(api, {
    outbox,
    beforeStop() {
      if (preferences().whenIStop === 'received') events.flush()
    },
  })
  const { chats } = conversations
  const deletions = new Deletions({
    api,
    onAsked(chatId) {
      const chat = chats.get(chatId)
      const messageId = runningAnswerId(conversations.thread(chatId), chat)
      const sessionId = messageId === chat?.activeMessageId ? chat?.activeSessionId : null
      if (messageId === undefined) return
      conversations.stop({ chatId, messageId, sessionId: sessionId ?? undefined })
    },
    onDone(chatId) {
      conversations.receive({ chatDeleted: chatId })
    },
  })
  openUnsentChats({ conversations, outbox })
  const failedPins = new FailedPins()
  const unseen = new UnseenAnswers()
  const shown = { conversations, deletions, failedPins, unseen }
  const events = paceEvents((event) => {
    receiveEvent(shown, event)
  }, lastKeyAt)
  return {
    api,
    accountApi: createAccountApi(calls),
    chats,
    events,
    queryClient,
    isFirstVisit: !hasSession,
    problems,
    outbox,
    resender: new Resender(conversations, writtenTexts),
    ...shown,
  }
}
