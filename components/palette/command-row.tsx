import { Command } from 'cmdk'
import { KeyHint } from '../shortcuts/key-hint'
import type { PaletteCommand } from './palette-command'

/** One thing that one can do. */
export function CommandRow({ command }: { command: PaletteCommand }) {
  const { id, title, icon, keys, detail, disabled = false, run } = command
  return (
    <Command.Item
      value={id}
      disabled={disabled}
      onSelect={run}
      className="flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-2 py-1.5 text-sm select-none aria-disabled:cursor-default aria-disabled:text-muted data-[selected=true]:bg-hover touch:min-h-11"
    >
      <span className="shrink-0 text-muted">{icon}</span>
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate">
          {title}
        </span>
        {detail}
      </span>
      {keys && <KeyHint keys={keys} />}
    </Command.Item>
  )
}
