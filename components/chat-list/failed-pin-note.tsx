import type { FailedPin } from '@/lib/client/chats/failed-pins'
import { useChat } from '../session/hooks/use-chat'
import { useSession } from '../session/session-provider'
import { ChatNote } from './chat-note'

/** A chat that could not be pinned or unpinned, and stays where it was. */
export function FailedPinNote(props: { failed: FailedPin; onFocusLost: (chatId: string) => void }) {
  const { failedPins } = useSession()
  const { chatId, wanted, error } = props.failed
  const chat = useChat(chatId)
  if (!chat) return null
  return (
    <ChatNote
      chat={chat}
      what={`Not ${wanted}:`}
      problem={error.message}
      action="Dismiss"
      onAction={() => {
        failedPins.forget(chatId)
      }}
      onFocusLost={props.onFocusLost}
    />
  )
}
