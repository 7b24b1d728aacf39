import { useMutation } from '@tanstack/react-query'
import { Pin, PinOff } from 'lucide-react'
import { FullstopError } from '@/client/error'
import type { Chat } from '@/lib/contract/chat'
import { isPassing } from '../session/query-client'
import { useSession } from '../session/session-provider'
import { MenuItem } from '../ui/overlay/menu'

const MOST_RETRIES = 2

/**
 * Puts a chat at the head of the list, or back into its day. The row moves before the server has
 * answered, so `onSelect` decides when.
 */
export function PinItem(props: { chat: Chat; onSelect: (pin: () => void) => void }) {
  const { chat, onSelect } = props
  const { api, chats, failedPins } = useSession()
  const pin = useMutation({
    mutationFn: (pinned: boolean) => api.updateChat(chat.id, { pinned }),
    retry: (count, error) => isPassing(error) && count < MOST_RETRIES,
    onMutate(pinned) {
      failedPins.forget(chat.id)
      chats.change(chat.id, { pinned })
    },
    onSuccess(changed) {
      chats.take(changed)
    },
    onError(error, pinned) {
      chats.change(chat.id, { pinned: !pinned })
      if (!(error instanceof FullstopError)) throw error
      failedPins.add({ chatId: chat.id, wanted: pinned ? 'pinned' : 'unpinned', error })
    },
  })
  const Icon = chat.pinned ? PinOff : Pin
  return (
    <MenuItem
      onSelect={() => {
        onSelect(() => {
          pin.mutate(!chat.pinned)
        })
      }}
    >
      <Icon aria-hidden="true" size={16} /> {chat.pinned ? 'Unpin' : 'Pin'}
    </MenuItem>
  )
}
