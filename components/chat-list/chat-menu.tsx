import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { useRef, useState } from 'react'
import type { Chat } from '@/lib/contract/chat'
import { focusQuestion } from '../composer/focus-question'
import { goTo, NEW_CHAT_PATH } from '../navigation/chat-path'
import { useSession } from '../session/session-provider'
import { IconButton } from '../ui/button/icon-button'
import { Menu, MenuItem, MenuLabel } from '../ui/overlay/menu'
import { PinItem } from './pin-item'
import { RenameChatDialog } from './rename-chat-dialog'

/** The actions on a chat of the list. */
export function ChatMenu({ chat, current }: { chat: Chat; current: boolean }) {
  const { deletions } = useSession()
  const [renaming, setRenaming] = useState(false)
  const trigger = useRef<HTMLButtonElement>(null)
  /** An action that moves the row waits until the menu's button has the focus, and moves with it. */
  const whenClosed = useRef<() => void>(undefined)

  const remove = () => {
    deletions.ask(chat.id, current)
    if (current) goTo(NEW_CHAT_PATH)
  }
  /** The focused menu item is gone: the focus goes to the menu's button, if that is still there. */
  const returnFocus = (event: Event) => {
    event.preventDefault()
    if (trigger.current) trigger.current.focus()
    else focusQuestion()
  }

  return (
    <>
      <Menu
        trigger={
          <IconButton
            label={`Options for ${chat.title}`}
            title="Options"
            // Takes no room until it is wanted. Beside a snippet it does: lines must not break again.
            className="w-px overflow-hidden opacity-0 group-focus-within:w-8 group-focus-within:opacity-100 group-hover:w-8 group-hover:opacity-100 group-data-[current=true]:w-8 group-data-[current=true]:opacity-100 group-data-[found=true]:w-8 data-[state=open]:w-8 data-[state=open]:opacity-100 touch:min-w-11 touch:opacity-100"
          >
            <Ellipsis aria-hidden="true" size={16} />
          </IconButton>
        }
        buttonRef={trigger}
        align="end"
        onCloseAutoFocus={(event) => {
          const act = whenClosed.current
          whenClosed.current = undefined
          if (!act) return
          returnFocus(event)
          act()
        }}
      >
        {/* No tooltip shows the whole title on touch or by keyboard. */}
        <MenuLabel>
          <span dir="auto" className="line-clamp-5 max-w-60 wrap-anywhere">
            {chat.title}
          </span>
        </MenuLabel>
        <PinItem
          chat={chat}
          onSelect={(pin) => {
            whenClosed.current = pin
          }}
        />
        <MenuItem
          onSelect={() => {
            setRenaming(true)
          }}
        >
          <Pencil aria-hidden="true" size={16} /> Rename
        </MenuItem>
        <MenuItem className="text-failed" onSelect={remove}>
          <Trash2 aria-hidden="true" size={16} /> Delete
        </MenuItem>
      </Menu>
      {renaming && (
        <RenameChatDialog
          chat={chat}
          onClose={() => {
            setRenaming(false)
          }}
          onCloseAutoFocus={returnFocus}
        />
      )}
    </>
  )
}
