import { useMutation } from '@tanstack/react-query'
import { AlertDialog } from 'radix-ui'
import type { Chat } from '@/lib/contract/chat'
import { goTo, NEW_CHAT_PATH } from '../navigation/chat-path'
import { hideChat } from '../session/chats-query'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button'
import { panel, panelActions, panelTitle, scrim } from '../ui/overlay-styles'

/** Asks before a chat is deleted. Stays open, with the reason, when that fails. */
export function DeleteChatDialog(props: {
  chat: Chat
  current: boolean
  onClose: () => void
  onCloseAutoFocus: (event: Event) => void
}) {
  const { chat, current, onClose, onCloseAutoFocus } = props
  const { api, queryClient } = useSession()
  const remove = useMutation({
    mutationFn: () => api.deleteChat(chat.id),
    onSuccess() {
      if (current) goTo(NEW_CHAT_PATH)
      onClose()
      hideChat(queryClient, chat.id)
    },
  })

  return (
    <AlertDialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={scrim} />
        <AlertDialog.Content className={panel} onCloseAutoFocus={onCloseAutoFocus}>
          <AlertDialog.Title className={panelTitle}>Delete this chat?</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-sm text-muted">
            <span className="font-medium break-words text-ink">{chat.title}</span> and all its
            messages will be gone for good.
            {chat.activeMessageId !== null && ' The answer that is streaming is stopped first.'}
          </AlertDialog.Description>
          {remove.isError && (
            <p role="alert" className="mt-2 text-sm text-failed">
              {remove.error.message}
            </p>
          )}
          <div className={panelActions}>
            <AlertDialog.Cancel asChild>
              <Button tone="quiet">Cancel</Button>
            </AlertDialog.Cancel>
            <Button
              tone="danger"
              aria-disabled={remove.isPending}
              onClick={() => {
                if (!remove.isPending) remove.mutate()
              }}
            >
              {remove.isPending ? 'Deleting' : 'Delete'}
            </Button>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
