import { useConnection } from '../session/session-provider'

/** Says quietly that what is shown may be old, while the connection is being made again. */
export function ConnectionNote() {
  const connection = useConnection()
  return (
    <output className="px-2 text-sm text-muted">
      {connection === 'lost' && <span className="late">Reconnecting</span>}
    </output>
  )
}
