import { useSyncExternalStore } from 'react'
import type { SessionProblem } from '@/lib/client/calls/session-problems'
import { useSession } from '../session-provider'

/** What is wrong with the session of this tab. */
export function useSessionProblem(): SessionProblem | undefined {
  const { problems } = useSession()
  return useSyncExternalStore(problems.subscribe, problems.current, () => undefined)
}
