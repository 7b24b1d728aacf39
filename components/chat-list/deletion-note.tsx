import { useEffect, useEffectEvent, useId, useLayoutEffect, useRef } from 'react'
import type { Deletion } from '@/lib/client/deletions'
import { chatPath, goTo, NEW_CHAT_PATH } from '../navigation/chat-path'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button'
import { isInReach } from '../ui/is-in-reach'

/** One chat that was deleted, or could not be. Its button has the focus: the chat's row is gone. */
export function DeletionNote(props: { deletion: Deletion; onFocusLost: (chatId: string) => void }) {
  const { deletion, onFocusLost } = props
  const { deletions } = useSession()
  const { chat, wasOpen, state, error } = deletion
  const failed = state === 'failed'
  const sentenceId = useId()
  const note = useRef<HTMLSpanElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (failed) return undefined
    // The menu that asked for this is closing now, and hides everything else until it has.
    const frame = requestAnimationFrame(() => {
      if (button.current && isInReach(button.current)) button.current.focus()
    })
    return () => {
      cancelAnimationFrame(frame)
    }
  }, [failed])

  const loseFocus = useEffectEvent(() => {
    requestAnimationFrame(() => {
      onFocusLost(chat.id)
    })
  })
  // Before it is taken out of the page: after that nobody knows that it had the focus.
  useLayoutEffect(() => {
    const element = note.current
    return () => {
      if (element?.contains(document.activeElement) === true) loseFocus()
    }
  }, [])

  const putAway = () => {
    deletions.forget(chat.id)
    if (!failed && wasOpen && location.pathname === NEW_CHAT_PATH) goTo(chatPath(chat.id))
  }

  return (
    <span
      ref={note}
      className="flex items-center gap-2 rounded-xl border border-line bg-raised py-1 pr-1 pl-3 text-sm shadow-raised"
    >
      <span id={sentenceId} className="flex min-w-0 flex-1 flex-wrap">
        <span className="flex max-w-full min-w-0">
          <span className="shrink-0">{failed ? 'Not deleted:' : 'Deleted'}&nbsp;</span>
          <span className="truncate">‘{chat.title}’</span>
        </span>
        {error && <span className="text-failed">{error.message}</span>}
      </span>
      <Button
        ref={button}
        tone="quiet"
        aria-describedby={sentenceId}
        className="text-accent"
        onClick={putAway}
      >
        {failed ? 'Dismiss' : 'Undo'}
      </Button>
    </span>
  )
}
