import {
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  type HTMLAttributes,
  type Ref,
} from 'react'
import type { Chat } from '@/lib/contract/chat'
import { Button } from '../ui/button/button'

/**
 * Says what was done to a chat of the list, or why it failed, and offers one action. `onFocusLost` is
 * called when the note goes away with the focus in it.
 */
export function ChatNote({
  chat,
  what,
  problem,
  action,
  actionRef,
  onAction,
  onFocusLost,
  ...events
}: {
  chat: Chat
  what: string
  problem?: string | undefined
  action: string
  actionRef?: Ref<HTMLButtonElement>
  onAction: () => void
  onFocusLost: (chatId: string) => void
} & HTMLAttributes<HTMLSpanElement>) {
  const sentenceId = useId()
  const note = useRef<HTMLSpanElement>(null)

  const loseFocus = useEffectEvent(() => {
    requestAnimationFrame(() => {
      onFocusLost(chat.id)
    })
  })
  // The cleanup of a layout effect runs while the note is still in the page, and still has the focus.
  useLayoutEffect(() => {
    const element = note.current
    return () => {
      if (element?.contains(document.activeElement) === true) loseFocus()
    }
  }, [])

  return (
    <span
      ref={note}
      className="flex items-center gap-2 rounded-xl border border-line bg-raised py-1 pr-1 pl-3 text-sm shadow-raised"
      {...events}
    >
      <span id={sentenceId} className="flex min-w-0 flex-1 flex-wrap">
        <span className="flex max-w-full min-w-0">
          <span className="shrink-0">{what}&nbsp;</span>
          <span title={chat.title} className="truncate">
            “<bdi>{chat.title}</bdi>”
          </span>
        </span>
        {problem !== undefined && <span className="text-failed">{problem}</span>}
      </span>
      <Button ref={actionRef} tone="offer" aria-describedby={sentenceId} onClick={onAction}>
        {action}
      </Button>
    </span>
  )
}
