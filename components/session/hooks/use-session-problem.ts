import { useSyncExternalStore } from 'react'
import type { SessionProblem } from '@/lib/client/calls/session-problems'
import { useSession } from '../session-provider'

/** The problem with the session of this tab, if there is one. */
export function useSessionProblem(): SessionProblem | undefined {
  const { problems } = useSession()
  return useSyncExternalStore(problems.subscribe, problems.current, () => undefined)
}
