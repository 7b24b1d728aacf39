import type { Chat } from '@/lib/contract/chat'
import { stopInChatWords } from '../chat/stop/stop-words'
import { useStop } from '../session/hooks/use-stops'
import { useSession } from '../session/session-provider'
import { IconButton } from '../ui/button/icon-button'
import { Mark } from '../ui/mark'

/** Stops the answer of a chat in the list, whether or not this tab has opened that chat. */
export function RowStop({ chat, messageId }: { chat: Chat; messageId: string }) {
  const { conversations } = useSession()
  const stop = useStop(messageId)

  return (
    <IconButton
      label={stopInChatWords(stop, chat.title)}
      onClick={() => {
        const sessionId = chat.activeSessionId ?? undefined
        conversations.pressStop({ chatId: chat.id, messageId, sessionId })
      }}
      tone={stop === 'stopping' ? 'muted' : 'accent'}
    >
      <Mark ring tone="inherit" />
    </IconButton>
  )
}
