import { Dialog } from 'radix-ui'
import { useRef, useState } from 'react'
import { overlays } from '../navigation/overlays'
import { useReturnFocus } from '../ui/overlay/use-return-focus'
import { fieldHint, fieldStyle, focusAtEnd } from './field'
import { LateNote } from './late-note'
import { OverlayDialog } from './overlay-dialog'
import { useLateParts } from './use-late-parts'

/** All commands, by their names. The field takes text before the commands have loaded. */
export function CommandsDialog() {
  const [typed, setTyped] = useState('')
  const { parts, retry } = useLateParts()
  const returnFocus = useReturnFocus()
  /** The chosen action waits until the focus has returned, and may then move it. */
  const chosen = useRef<() => void>(undefined)

  const closeAnd = (action: () => void) => {
    chosen.current = action
    overlays.close()
  }

  return (
    <OverlayDialog
      title={<Dialog.Title className="sr-only">Commands</Dialog.Title>}
      onClosed={() => {
        returnFocus()
        chosen.current?.()
      }}
    >
      {parts ? (
        <parts.Commands typed={typed} onType={setTyped} closeAnd={closeAnd} />
      ) : (
        <>
          <div className="border-b border-line pr-12 pl-4">
            <input
              ref={focusAtEnd}
              value={typed}
              aria-label="Commands"
              placeholder={fieldHint}
              autoComplete="off"
              onChange={(event) => {
                setTyped(event.target.value)
              }}
              className={fieldStyle}
            />
          </div>
          <LateNote retry={retry} />
        </>
      )}
    </OverlayDialog>
  )
}
