import type { ReactNode } from 'react'
import type { Combination } from '../shortcuts/shortcuts'

/** One row of the commands. */
export type PaletteCommand = {
  /** Stays the same while the row means the same thing, even if its title changes. */
  id: string
  title: string
  /** Other words by which the command is found. */
  words?: string
  icon: ReactNode
  keys?: Combination
  /** Content below the title. */
  detail?: ReactNode
  disabled?: boolean
  run: () => void
}

/** Closes the commands, and then runs the action. */
export type CloseAnd = (action: () => void) => void
