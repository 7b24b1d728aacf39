import type { QueryClient } from '@tanstack/react-query'
import { createAccountApi, type AccountApi } from '@/lib/client/account-api'
import { createApi, type Api } from '@/lib/client/api'
import { createCalls } from '@/lib/client/calls'
import { Conversations } from '@/lib/client/conversations'
import { signInAsGuest } from '@/lib/client/guest'
import { preferences } from '@/lib/client/preferences'
import { paceEvents, type PacedEvents } from './paced-events'
import { createQueryClient } from './query-client'
import { receiveEvent } from './receive-event'

/** What one tab works with, made once. */
export type Session = {
  api: Api
  accountApi: AccountApi
  conversations: Conversations
  events: PacedEvents
  queryClient: QueryClient
}

export function createSession(): Session {
  const calls = createCalls(signInAsGuest)
  const api = createApi(calls)
  const queryClient = createQueryClient()
  const conversations = new Conversations(api, {
    beforeStop() {
      if (preferences().whenIStop === 'received') events.flush()
    },
  })
  const events = paceEvents((event) => {
    receiveEvent({ conversations, queryClient }, event)
  })
  return { api, accountApi: createAccountApi(calls), conversations, events, queryClient }
}
