import { useSyncExternalStore } from 'react'
import { useSessionProblem } from '../session/hooks/use-session-problem'
import { useConnection } from '../session/session-provider'

/** Says quietly that the page may be out of date, while the connection is being made again. */
export function ConnectionNote() {
  const connection = useConnection()
  const problem = useSessionProblem()
  const isTrying = connection === 'lost' && (problem === undefined || problem === 'new guest')
  const isOnline = useSyncExternalStore(
    whenOnlineChanges,
    () => navigator.onLine,
    () => true,
  )
  return (
    <output className="px-2 text-sm text-muted">
      {isTrying && <span className="late">{isOnline ? 'Reconnecting' : 'You are offline'}</span>}
    </output>
  )
}

function whenOnlineChanges(onChange: () => void): () => void {
  addEventListener('online', onChange)
  addEventListener('offline', onChange)
  return () => {
    removeEventListener('online', onChange)
    removeEventListener('offline', onChange)
  }
}
