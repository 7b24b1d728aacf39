import { useMutation } from '@tanstack/react-query'
import { activeAnswerOf } from '@/lib/client/thread'
import type { Chat } from '@/lib/contract/chat'
import { isPassing } from '../session/query-client'
import { useSession } from '../session/session-provider'
import { useThreadPart } from '../session/use-thread'
import { IconButton } from '../ui/icon-button'
import { Mark } from '../ui/mark'

const MOST_WAIT_MS = 5_000

/** Stops the answer of a chat in the list, whether or not this tab has opened that chat. */
export function RowStop({ chat, messageId }: { chat: Chat; messageId: string }) {
  const { api, conversations } = useSession()
  const shownStop = useThreadPart(chat.id, (thread) => activeAnswerOf(thread)?.stop)
  const unseen = useMutation({
    mutationFn: () => api.cancel(messageId, {}),
    retry: (_count, error) => isPassing(error),
    retryDelay: (attempt) => Math.min(MOST_WAIT_MS, 500 * 2 ** attempt),
  })
  const stopping = shownStop !== undefined || unseen.isPending || unseen.isSuccess

  const stop = () => {
    if (stopping) return
    const shown = activeAnswerOf(conversations.thread(chat.id))
    if (shown?.message.id === messageId) conversations.stop(chat.id, messageId)
    else unseen.mutate()
  }

  return (
    <IconButton
      label={stopping ? `Stopping the answer in ${chat.title}` : `Stop the answer in ${chat.title}`}
      aria-disabled={stopping}
      onClick={stop}
      tone={stopping ? 'muted' : 'accent'}
    >
      <Mark ring tone="inherit" />
    </IconButton>
  )
}
