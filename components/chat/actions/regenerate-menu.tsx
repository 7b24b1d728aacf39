import type { ReactElement } from 'react'
import { useModels } from '@/components/session/hooks/use-models'
import { useSession } from '@/components/session/session-provider'
import { Menu, MenuItem } from '@/components/ui/overlay/menu'
import { OtherModels } from './other-models'
import { useMessageMenu } from './use-message-menu'

/** Asks for another version of this answer, from the same model or another. */
export function RegenerateMenu(props: {
  chatId: string
  answerId: string
  model: string | undefined
  /** The button that opens the menu. */
  children: ReactElement
}) {
  const { chatId, answerId, model, children } = props
  const { conversations } = useSession()
  const { trigger, choose, onOpenChange, onCloseAutoFocus } = useMessageMenu('message')
  const isThere = useModels().some(({ id }) => id === model)
  const regenerate = (modelId: string | undefined) => {
    choose(() => void conversations.regenerate(chatId, answerId, modelId))
  }
  return (
    <Menu
      trigger={children}
      buttonRef={trigger}
      align="start"
      onOpenChange={onOpenChange}
      onCloseAutoFocus={onCloseAutoFocus}
    >
      <MenuItem
        onSelect={() => {
          // When a model is not offered any more, the model of the chat answers.
          regenerate(isThere ? model : undefined)
        }}
      >
        Try again
      </MenuItem>
      <OtherModels model={model} onPick={regenerate} />
    </Menu>
  )
}
