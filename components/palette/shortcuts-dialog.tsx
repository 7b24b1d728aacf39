import { Dialog } from 'radix-ui'
import { panelTitle } from '../ui/overlay/overlay-styles'
import { useReturnFocus } from '../ui/overlay/use-return-focus'
import { LateNote } from './late-note'
import { OverlayDialog } from './overlay-dialog'
import { useLateParts } from './use-late-parts'

/** The sheet of all shortcuts. */
export function ShortcutsDialog() {
  const { parts, retry } = useLateParts()
  const returnFocus = useReturnFocus()
  return (
    <OverlayDialog
      title={<Dialog.Title className={`${panelTitle} px-6 pt-4`}>Keyboard shortcuts</Dialog.Title>}
      onClosed={returnFocus}
    >
      <section
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard
        tabIndex={0}
        aria-label="All shortcuts"
        className="min-h-0 overflow-y-auto px-6 pb-6 outline-offset-[-2px]"
      >
        {parts ? <parts.ShortcutsList /> : <LateNote retry={retry} />}
      </section>
    </OverlayDialog>
  )
}
