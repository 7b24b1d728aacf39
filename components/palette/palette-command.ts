import type { ReactNode } from 'react'
import type { Combination } from '../shortcuts/shortcuts'

/** One row of the commands. */
export type PaletteCommand = {
  /** The same for as long as the row is the same thing, whatever it is called. */
  id: string
  title: string
  /** Words by which it is found, too. */
  words?: string
  icon: ReactNode
  keys?: Combination
  /** What stands below the title. */
  detail?: ReactNode
  disabled?: boolean
  run: () => void
}

/** Closes the commands, and then does this. */
export type CloseAnd = (action: () => void) => void
