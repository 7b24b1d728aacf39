import { QueryClient } from '@tanstack/react-query'
import { FullstopError } from '@/client/error'

const MOST_RETRIES = 2

export function createQueryClient(): QueryClient {
  return new QueryClient({
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
}

/** Whether the same call may succeed when it is repeated later. */
export function isPassing(error: unknown): boolean {
  return error instanceof FullstopError && error.passing
}
