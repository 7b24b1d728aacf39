import { useState, type KeyboardEvent } from 'react'
import { isComposing } from '../ui/is-composing'
import type { PaletteCommand } from './palette-command'

/**
 * Selects the command that Enter runs: the first for the typed text, until the person moves to another.
 * A command that comes in above does not take its place; if it goes away, the first one does.
 */
export function useSelection(typed: string, commands: readonly PaletteCommand[]) {
  const [selection, setSelection] = useState({ typed, id: '' })
  const select = (id: string) => {
    setSelection({ typed, id })
  }

  const choices = commands.filter(({ disabled }) => disabled !== true)
  const kept =
    selection.typed === typed ? commands.find(({ id }) => id === selection.id) : undefined
  const selected = kept ?? choices[0]
  // Remembered at once, so that a command that comes in above does not take its place.
  if (selected && (selection.typed !== typed || selection.id !== selected.id)) select(selected.id)

  const onKeyDown = (event: KeyboardEvent) => {
    const { key, ctrlKey, altKey, metaKey, shiftKey } = event
    if (isComposing(event.nativeEvent) || ctrlKey || altKey || metaKey || shiftKey) return
    if (key === 'Enter') {
      event.preventDefault()
      // A key that is held runs the command once.
      if (!event.repeat && selected && selected.disabled !== true) selected.run()
      return
    }
    const next = choiceByKey(key, choices, selected)
    if (next === undefined) return
    event.preventDefault()
    select(next.id)
    document.getElementById(rowId(next.id))?.scrollIntoView({ block: 'nearest' })
  }

  return { selectedId: selected?.id, select, onKeyDown }
}

/** The `id` of a command's row in the document. */
export function rowId(commandId: string): string {
  return `command-${commandId.replaceAll(' ', '-')}`
}

/** The choice to which a key leads. The arrows go round in a ring. */
function choiceByKey(
  key: string,
  choices: readonly PaletteCommand[],
  selected: PaletteCommand | undefined,
): PaletteCommand | undefined {
  const at = choices.findIndex(({ id }) => id === selected?.id)
  switch (key) {
    case 'ArrowDown':
      return choices[(at + 1) % choices.length]
    case 'ArrowUp':
      return choices.at(Math.max(at, 0) - 1)
    case 'Home':
      return choices[0]
    case 'End':
      return choices.at(-1)
    default:
      return undefined
  }
}
