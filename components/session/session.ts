import type { QueryClient } from '@tanstack/react-query'
import { createApi, type Api } from '@/client/api'
import { personStorage } from '@/lib/client/browser/person-storage'
import { preferences } from '@/lib/client/browser/preferences'
import type { ChatCache } from '@/lib/client/cache/chat-cache'
import { signInAsGuest } from '@/lib/client/calls/guest'
import { createSessionCalls } from '@/lib/client/calls/session-calls'
import { SessionProblems } from '@/lib/client/calls/session-problems'
import { Conversations } from '@/lib/client/chats/conversations'
import { Deletions } from '@/lib/client/chats/deletions'
import { FailedPins } from '@/lib/client/chats/failed-pins'
import { Resender } from '@/lib/client/chats/resender'
import { Outbox } from '@/lib/client/send/outbox'
import { createAccountApi, type AccountApi } from '@/lib/client/sign-in/account-api'
import { UnseenAnswers } from '@/lib/client/tabs/unseen-answers'
import { runningAnswerId } from '@/lib/client/thread/thread'
import { lastKeyAt } from '../ui/button/last-input'
import { writtenTexts } from '../writing/written-texts'
import { paceEvents, type PacedEvents } from './paced-events'
import { createQueryClient } from './query-client'
import { receiveEvent } from './receive-event'
import { openUnsentChats } from './restore-texts'

/** The parts with which one tab works, made once. */
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
  /** The request for the page came without a session: there can be no chats. */
  isFirstVisit: boolean
}

/** `hasSession`: whether the request for the page came with a session, so that no guest is made. */
export function createSession(hasSession: boolean): Session {
  const problems = new SessionProblems()
  const calls = createSessionCalls(signInAsGuest, { hasSession, problems })
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
