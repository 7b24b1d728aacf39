import { providerName } from '@/components/models/provider-name'
import { useModels } from '@/components/session/hooks/use-models'
import { MenuGroup, MenuItem, MenuLabel } from '@/components/ui/overlay/menu'

/**
 * The models that can be asked instead of this one, as part of a menu. It is not a submenu, because a
 * phone has no room for one.
 */
export function OtherModels(props: {
  model: string | undefined
  onPick: (modelId: string) => void
}) {
  const others = useModels().filter(({ id }) => id !== props.model)
  if (others.length === 0) return null
  return (
    <MenuGroup>
      <MenuLabel>With another model</MenuLabel>
      {others.map(({ id, name, provider }) => (
        <MenuItem
          key={id}
          onSelect={() => {
            props.onPick(id)
          }}
        >
          <span className="flex-1">{name}</span>
          <span className="pl-4 text-muted">{providerName(provider)}</span>
        </MenuItem>
      ))}
    </MenuGroup>
  )
}
