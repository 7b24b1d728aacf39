import { Check, ChevronDown } from 'lucide-react'
import { useRef, useSyncExternalStore } from 'react'
import { providerName } from '../models/provider-name'
import { useModelChoice } from '../models/use-model-choice'
import { overlays } from '../navigation/overlays'
import { useAriaKeys } from '../shortcuts/key-offers'
import { shortcuts } from '../shortcuts/shortcuts'
import {
  Menu,
  MenuGroup,
  MenuItemIndicator,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
} from '../ui/overlay/menu'
import { focusQuestion } from './focus-question'

/** Picks the model for the next question. */
export function ModelPicker({ chatId }: { chatId: string | undefined }) {
  const { models, model, choose } = useModelChoice(chatId)
  const keys = useAriaKeys(shortcuts.pickModel.keys[0])
  const isAskedFor = useSyncExternalStore(overlays.subscribe, isShown, () => false)
  /** The menu was opened by a key or a command: the person goes on writing. */
  const goesToQuestion = useRef(false)
  if (!model) return <span />
  const providers = [...new Set(models.map(({ provider }) => provider))]
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Model: ${model.name}`}
          aria-keyshortcuts={keys}
          className="inline-flex h-8 min-w-0 items-center gap-1 rounded-lg px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-ink touch:h-11"
        >
          <span className="truncate">{model.name}</span>
          <ChevronDown aria-hidden="true" size={16} className="shrink-0" />
        </button>
      }
      isAskedFor={isAskedFor}
      onOpenChange={(open) => {
        goesToQuestion.current = !open && isShown()
        if (goesToQuestion.current) overlays.close()
      }}
      onCloseAutoFocus={(event) => {
        if (!goesToQuestion.current) return
        event.preventDefault()
        focusQuestion()
      }}
      align="start"
      side="top"
    >
      <MenuRadioGroup value={model.id} onValueChange={choose}>
        {providers.map((provider) => (
          <MenuGroup key={provider}>
            <MenuLabel>{providerName(provider)}</MenuLabel>
            {models
              .filter((candidate) => candidate.provider === provider)
              .map(({ id, name }) => (
                <MenuRadioItem key={id} value={id}>
                  <span className="flex-1">{name}</span>
                  <MenuItemIndicator>
                    <Check aria-hidden="true" size={16} className="text-accent" />
                  </MenuItemIndicator>
                </MenuRadioItem>
              ))}
          </MenuGroup>
        ))}
      </MenuRadioGroup>
    </Menu>
  )
}

/** A key or a command has asked for the models. */
function isShown(): boolean {
  return overlays.shown() === 'models'
}
