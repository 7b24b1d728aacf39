import { ArrowLeftRight } from 'lucide-react'
import { useModels } from '@/components/session/hooks/use-models'
import { useSession } from '@/components/session/session-provider'
import { Button } from '@/components/ui/button/button'
import { Menu } from '@/components/ui/overlay/menu'
import { OtherModels } from './other-models'
import { useMessageMenu } from './use-message-menu'

/** Asks a model other than the one that failed, if there is one. */
export function AnotherModelMenu(props: {
  chatId: string
  answerId: string
  model: string | undefined
}) {
  const { chatId, answerId, model } = props
  const { conversations } = useSession()
  const { trigger, choose, onOpenChange, onCloseAutoFocus } = useMessageMenu('message')
  const isThereAnother = useModels().some(({ id }) => id !== model)
  if (!isThereAnother) return null
  return (
    <Menu
      trigger={
        <Button tone="quiet">
          <ArrowLeftRight aria-hidden="true" size={16} />
          Another model
        </Button>
      }
      buttonRef={trigger}
      align="start"
      onOpenChange={onOpenChange}
      onCloseAutoFocus={onCloseAutoFocus}
    >
      <OtherModels
        model={model}
        onPick={(modelId) => {
          choose(() => void conversations.regenerate(chatId, answerId, modelId))
        }}
      />
    </Menu>
  )
}
