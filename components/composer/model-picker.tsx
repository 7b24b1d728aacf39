import { Check, ChevronDown } from 'lucide-react'
import {
  Menu,
  MenuGroup,
  MenuItemIndicator,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
} from '../ui/menu'
import { providerName } from './provider-name'
import { useModelChoice } from './use-model-choice'

/** Which model the next question goes to. */
export function ModelPicker({ chatId }: { chatId: string | undefined }) {
  const { models, model, choose } = useModelChoice(chatId)
  if (!model) return <span />
  const providers = [...new Set(models.map(({ provider }) => provider))]
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`Model: ${model.name}`}
          className="inline-flex h-8 min-w-0 items-center gap-1 rounded-lg px-2 text-sm text-muted transition-colors duration-100 hover:bg-hover hover:text-ink touch:h-11"
        >
          <span className="truncate">{model.name}</span>
          <ChevronDown aria-hidden="true" size={16} className="shrink-0" />
        </button>
      }
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
