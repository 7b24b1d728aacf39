import { KeyHint } from '../shortcuts/key-hint'
import type { PaletteCommand } from './palette-command'
import { rowId } from './use-selection'

/** One command. It is chosen by keys in the field, which keeps the focus. */
export function CommandRow(props: {
  command: PaletteCommand
  selected: boolean
  onSelect: () => void
}) {
  const { command, selected, onSelect } = props
  const { id, title, icon, keys, detail, disabled = false, run } = command
  return (
    <div
      id={rowId(id)}
      role="option"
      tabIndex={-1}
      aria-selected={selected}
      aria-disabled={disabled}
      onPointerMove={disabled || selected ? undefined : onSelect}
      onMouseDown={(event) => {
        event.preventDefault()
      }}
      onClick={disabled ? undefined : run}
      className="flex min-h-9 scroll-mt-10 cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 text-sm select-none aria-disabled:cursor-default aria-disabled:text-muted aria-selected:bg-hover touch:min-h-11"
    >
      <span className="shrink-0 text-muted">{icon}</span>
      <span className="min-w-0 flex-1">
        <span dir="auto" title={title} className="block truncate">
          {title}
        </span>
        {detail}
      </span>
      {keys && <KeyHint keys={keys} />}
    </div>
  )
}
