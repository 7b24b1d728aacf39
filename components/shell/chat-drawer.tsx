import { Menu } from 'lucide-react'
import { Dialog } from 'radix-ui'
import { useEffect, useState } from 'react'
import { WIDE, whenWidthChanges } from '../navigation/use-is-wide'
import { IconButton } from '../ui/button/icon-button'
import { useCloseOnBack } from '../ui/overlay/use-close-on-back'
import { SideBar } from './side-bar'

/** The side bar on a narrow screen: it comes in from the left when asked for. */
export function ChatDrawer() {
  const [open, setOpen] = useState(false)
  const close = () => {
    setOpen(false)
  }
  useCloseOnBack(close)

  // Turning a phone hides the drawer, and would leave the page locked under something invisible.
  useEffect(
    () =>
      whenWidthChanges(() => {
        setOpen(false)
      }),
    [],
  )

  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <IconButton label="Chats" className="md:hidden">
          <Menu aria-hidden="true" size={20} />
        </IconButton>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-scrim md:hidden" />
        <Dialog.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            // A focused field would bring up a phone's keyboard before anybody wants to search.
            event.preventDefault()
            if (event.target instanceof HTMLElement) event.target.focus()
          }}
          onCloseAutoFocus={(event) => {
            if (!matchMedia(WIDE).matches) return
            // The button that opened the drawer is hidden on a wide screen.
            event.preventDefault()
            document.querySelector('main')?.focus()
          }}
          onEscapeKeyDown={(event) => {
            if (keepsEscape(event.target)) event.preventDefault()
          }}
          className="drawer fixed inset-y-0 left-0 z-40 w-[min(20rem+env(safe-area-inset-left),100vw-3rem)] border-r border-line bg-side text-ink shadow-raised focus:outline-none md:hidden"
        >
          <Dialog.Title className="sr-only">Chats</Dialog.Title>
          <SideBar onOpen={close} />
          <Dialog.Close className="sr-only focus-visible:not-sr-only">Close</Dialog.Close>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

/** Esc empties a search field first, and closes the drawer only then. */
function keepsEscape(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.dataset['keepsEscape'] === 'true'
}
