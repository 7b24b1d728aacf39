import { useSyncExternalStore } from 'react'
import { useConnection } from '../session/session-provider'

/** Says quietly that what is shown may be old, while the connection is being made again. */
export function ConnectionNote() {
  const connection = useConnection()
  const isOnline = useSyncExternalStore(
    whenOnlineChanges,
    () => navigator.onLine,
    () => true,
  )
  return (
    <output className="px-2 text-sm text-muted">
      {connection === 'lost' && (
        <span className="late">{isOnline ? 'Reconnecting' : 'You are offline'}</span>
      )}
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
