import { QueryClient } from '@tanstack/react-query'
import { createApi, type Api } from '@/lib/client/api'
import { ApiError } from '@/lib/client/api-error'
import { Conversations } from '@/lib/client/conversations'
import { signInAsGuest } from '@/lib/client/guest'

/** What one tab works with, made once. */
export type Session = { api: Api; conversations: Conversations; queryClient: QueryClient }

const MOST_RETRIES = 2

export function createSession(): Session {
  const api = createApi(signInAsGuest)
  const queryClient = new QueryClient({
    defaultOptions: {
      queries: {
        // The events keep what was read up to date.
        staleTime: Infinity,
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        networkMode: 'always',
        retry: (count, error) => isPassing(error) && count < MOST_RETRIES,
      },
      mutations: { networkMode: 'always' },
    },
  })
  return { api, conversations: new Conversations(api), queryClient }
}

/** Whether the same call may succeed later by itself. */
export function isPassing(error: unknown): boolean {
  return error instanceof ApiError && error.passing
}
