import { SquareChevronRight } from 'lucide-react'
import { overlays } from '../navigation/overlays'
import { KeyHint } from '../shortcuts/key-hint'
import { useAriaKeys } from '../shortcuts/key-offers'
import { shortcuts } from '../shortcuts/shortcuts'

/** Opens the commands, and shows the keys that open them, too. `onOpen` is called first. */
export function CommandsButton({ onOpen }: { onOpen: (() => void) | undefined }) {
  const [keys] = shortcuts.commands.keys
  const ariaKeys = useAriaKeys(keys)
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts={ariaKeys}
      onClick={() => {
        onOpen?.()
        overlays.show('commands')
      }}
      className="flex h-9 w-full items-center gap-2 rounded-lg px-2 text-sm text-muted hover:bg-hover hover:text-ink touch:h-11"
    >
      <SquareChevronRight aria-hidden="true" size={16} />
      <span className="flex-1 text-start">Commands</span>
      <KeyHint keys={keys} />
    </button>
  )
}
