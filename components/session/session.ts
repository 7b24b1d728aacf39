import type { QueryClient } from '@tanstack/react-query'
import { createAccountApi, type AccountApi } from '@/lib/client/account-api'
import { createApi, type Api } from '@/lib/client/api'
import { createCalls } from '@/lib/client/calls'
import { Conversations } from '@/lib/client/conversations'
import { signInAsGuest } from '@/lib/client/guest'
import { createQueryClient } from './query-client'

/** What one tab works with, made once. */
export type Session = {
  api: Api
  accountApi: AccountApi
  conversations: Conversations
  queryClient: QueryClient
}

export function createSession(): Session {
  const calls = createCalls(signInAsGuest)
  const api = createApi(calls)
  return {
    api,
    accountApi: createAccountApi(calls),
    conversations: new Conversations(api),
    queryClient: createQueryClient(),
  }
}
