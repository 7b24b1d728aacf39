import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import { overlays } from '../navigation/overlays'
import { IconButton } from '../ui/button/icon-button'
import { isComposing } from '../ui/is-composing'
import { scrim } from '../ui/overlay/overlay-styles'
import { useCloseOnBack } from '../ui/overlay/use-close-on-back'

/** A dialog at the top of the page, where a phone's keyboard does not cover it. */
export function OverlayDialog(props: {
  title: ReactNode
  /** Called when the dialog is closed, to move the focus. */
  onClosed: () => void
  children: ReactNode
}) {
  const { title, onClosed, children } = props
  useCloseOnBack(overlays.close)
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) overlays.close()
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className={scrim} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[max(0.5rem,min(10dvh,6rem))] left-1/2 z-50 flex max-h-[min(32rem,80dvh)] w-[min(36rem,calc(100vw-1rem))] -translate-x-1/2 flex-col overflow-hidden rounded-2xl border border-line bg-raised text-ink shadow-raised focus:outline-none"
          onOpenAutoFocus={(event) => {
            // No field in the dialog has taken the focus by now, so the dialog itself takes it.
            event.preventDefault()
            if (event.target instanceof HTMLElement) event.target.focus()
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            onClosed()
          }}
          onEscapeKeyDown={(event) => {
            // This Esc ends the composing of a word.
            if (isComposing(event)) event.preventDefault()
          }}
        >
          {title}
          {children}
          <Dialog.Close asChild>
            <IconButton
              label="Close"
              className="absolute top-2 right-2 touch:top-0.5 touch:right-0.5"
            >
              <X aria-hidden="true" size={16} />
            </IconButton>
          </Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
