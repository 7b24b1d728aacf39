import type { FailedPin } from '@/lib/client/failed-pins'
import { useSession } from '../session/session-provider'
import { ChatNote } from './chat-note'

/** One chat that could not be pinned, or unpinned, and stands where it stood. */
export function FailedPinNote(props: { failed: FailedPin; onFocusLost: (chatId: string) => void }) {
  const { failedPins } = useSession()
  const { chat, error } = props.failed
  return (
    <ChatNote
      chat={chat}
      what={chat.pinned ? 'Not unpinned:' : 'Not pinned:'}
      problem={error.message}
      action="Dismiss"
      onAction={() => {
        failedPins.forget(chat.id)
      }}
      onFocusLost={props.onFocusLost}
    />
  )
}
