import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button/button'
import { formatDate } from '@/components/ui/time/format-moment'
import type { ApiKey } from '@/lib/contract/account'
import { EndKeyDialog } from './end-key-dialog'
import { scopeTitles } from './key-scopes'

/** One API key: its name, its scope, its first characters and its last use. */
export function KeyRow(props: {
  apiKey: ApiKey
  onEnd: () => Promise<void>
  /** Called when the key is gone, together with the button that had the focus. */
  onGone: () => void
}) {
  const { apiKey, onEnd, onGone } = props
  const { name, scope, start, createdAt, lastUsedAt } = apiKey
  const [asking, setAsking] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  const returnFocus = (event: Event) => {
    event.preventDefault()
    if (trigger.current) trigger.current.focus()
    else onGone()
  }
  const created = formatDate(createdAt)
  return (
    <li className="flex items-center gap-3 py-2">
      <div className="min-w-0 flex-1">
        <p className="font-medium break-words">{name}</p>
        <p className="text-muted">
          {scopeTitles[scope]} · <code>{start}…</code>
        </p>
        <p className="text-muted">
          {lastUsedAt === null
            ? `created ${created}, never used`
            : `created ${created}, last used ${formatDate(lastUsedAt)}`}
        </p>
      </div>
      <Button
        ref={trigger}
        aria-label={`Revoke the key ${name}`}
        aria-haspopup="dialog"
        onClick={() => {
          setAsking(true)
        }}
      >
        Revoke
      </Button>
      {asking && (
        <EndKeyDialog
          apiKey={apiKey}
          onEnd={onEnd}
          onCloseAutoFocus={returnFocus}
          onClose={() => {
            setAsking(false)
          }}
        />
      )}
    </li>
  )
}
