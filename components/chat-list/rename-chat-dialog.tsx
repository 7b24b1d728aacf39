import { useMutation } from '@tanstack/react-query'
import { Dialog } from 'radix-ui'
import { useState, type FormEvent } from 'react'
import { forgetText, keepText, keptText } from '@/lib/client/browser/kept-text'
import type { Chat } from '@/lib/contract/chat'
import { MAX_TITLE_CHARACTERS } from '@/lib/contract/limits'
import { useSession } from '../session/session-provider'
import { Button } from '../ui/button/button'
import { panel, panelActions, panelTitle, scrim } from '../ui/overlay/overlay-styles'
import { useCloseOnBack } from '../ui/overlay/use-close-on-back'

/** Gives a chat another title. After a failure it stays open with the reason and the typed title. */
export function RenameChatDialog(props: {
  chat: Chat
  onClose: () => void
  onCloseAutoFocus: (event: Event) => void
}) {
  const { chat, onCloseAutoFocus } = props
  const kept = `title.${chat.id}`
  const onClose = () => {
    forgetText(kept)
    props.onClose()
  }
  useCloseOnBack(onClose)
  const { api, chats } = useSession()
  const [title, setTitle] = useState(keptText(kept) ?? chat.title)
  const rename = useMutation({
    mutationFn: () => api.updateChat(chat.id, { title: title.trim() }),
    onSuccess(renamed) {
      chats.take(renamed)
      onClose()
    },
  })
  const canSave = title.trim() !== '' && !rename.isPending

  const save = (event: FormEvent) => {
    event.preventDefault()
    if (canSave) rename.mutate()
  }

  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className={scrim} />
        <Dialog.Content
          className={panel}
          aria-describedby={undefined}
          onCloseAutoFocus={onCloseAutoFocus}
        >
          <form onSubmit={save}>
            <Dialog.Title className={panelTitle}>Rename chat</Dialog.Title>
            <label className="mt-4 block text-sm text-muted">
              Title
              <input
                dir="auto"
                value={title}
                maxLength={MAX_TITLE_CHARACTERS}
                onFocus={(event) => {
                  event.target.select()
                }}
                onChange={(event) => {
                  setTitle(event.target.value)
                  keepText(kept, event.target.value)
                }}
                className="mt-1 block h-10 w-full rounded-lg border border-line-strong bg-surface px-3 text-base text-ink touch:h-11"
              />
            </label>
            {rename.isError && (
              <p role="alert" className="mt-2 text-sm text-failed">
                {rename.error.message}
              </p>
            )}
            <div className={panelActions}>
              <Dialog.Close asChild>
                <Button tone="quiet">Cancel</Button>
              </Dialog.Close>
              <Button type="submit" tone="primary" aria-disabled={!canSave}>
                {rename.isPending ? 'Saving' : 'Rename'}
              </Button>
            </div>
          </form>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
