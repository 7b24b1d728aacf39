import { useEffect, useRef } from 'react'
import type { Deletion } from '@/lib/client/chats/deletions'
import { chatPath, goTo, NEW_CHAT_PATH } from '../navigation/chat-path'
import { useChat } from '../session/hooks/use-chat'
import { useSession } from '../session/session-provider'
import { useHold } from '../ui/button/use-hold'
import { isInReach } from '../ui/is-in-reach'
import { ChatNote } from './chat-note'

/** A chat that was deleted, or could not be. Undo takes the focus, since the chat's row is gone. */
export function DeletionNote(props: { deletion: Deletion; onFocusLost: (chatId: string) => void }) {
  const { deletion, onFocusLost } = props
  const { deletions } = useSession()
  const { chatId, wasOpen, state, error } = deletion
  const chat = useChat(chatId)
  const failed = state === 'failed'
  const button = useRef<HTMLButtonElement>(null)
  const heldBy = useHold(
    () => {
      deletions.hold(chatId)
    },
    () => {
      deletions.letGo(chatId)
    },
  )

  useEffect(() => {
    if (failed) return undefined
    // The menu that asked for this is still closing, and hides everything else until it is closed.
    const frame = requestAnimationFrame(() => {
      if (button.current && isInReach(button.current)) button.current.focus()
    })
    return () => {
      cancelAnimationFrame(frame)
    }
  }, [failed])

  const putAway = () => {
    deletions.forget(chatId)
    if (!failed && wasOpen && location.pathname === NEW_CHAT_PATH) goTo(chatPath(chatId))
  }

  if (!chat) return null
  return (
    <ChatNote
      chat={chat}
      what={failed ? 'Not deleted:' : 'Deleted'}
      problem={error?.message}
      action={failed ? 'Dismiss' : 'Undo'}
      actionRef={button}
      onAction={putAway}
      onFocusLost={onFocusLost}
      {...heldBy}
    />
  )
}
