import type { Chat } from '@/lib/contract/chat'
import { useSession } from '../session/session-provider'
import { useStop } from '../session/use-stops'
import { IconButton } from '../ui/icon-button'
import { Mark } from '../ui/mark'

/** Stops the answer of a chat in the list, whether or not this tab has opened that chat. */
export function RowStop({ chat, messageId }: { chat: Chat; messageId: string }) {
  const { conversations } = useSession()
  const stop = useStop(messageId)

  return (
    <IconButton
      label={labelOf(chat, stop)}
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

function labelOf({ title }: Chat, stop: ReturnType<typeof useStop>): string {
  switch (stop) {
    case undefined:
      return `Stop the answer in ${title}`
    case 'stopping':
      return `Stopping the answer in ${title}. Try again now`
    case 'unreachable':
      return `Could not reach the server to stop the answer in ${title}. Try now`
    case 'unconfirmed':
      return `The server has not confirmed that the answer in ${title} is stopped. Try now`
  }
}
