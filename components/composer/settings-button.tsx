import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { useModelChoice } from '../models/use-model-choice'
import { SettingsDialog } from '../settings/settings-dialog'
import { IconButton } from '../ui/button/icon-button'

/** Opens the settings of a chat, or those for new chats if there is no chat yet. */
export function SettingsButton({ chatId }: { chatId: string | undefined }) {
  const { model } = useModelChoice(chatId)
  const [open, setOpen] = useState(false)
  if (!model) return null
  return (
    <>
      <IconButton
        label={chatId === undefined ? 'Settings for new chats' : 'Settings for this chat'}
        aria-haspopup="dialog"
        onClick={() => {
          setOpen(true)
        }}
      >
        <SlidersHorizontal aria-hidden="true" size={16} />
      </IconButton>
      {open && (
        <SettingsDialog
          chatId={chatId}
          model={model}
          onClose={() => {
            setOpen(false)
          }}
        />
      )}
    </>
  )
}
