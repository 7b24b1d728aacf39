import { SquarePen } from 'lucide-react'
import { useRef } from 'react'
import { ChatList } from '../chat-list/chat-list'
import { ListNotes } from '../chat-list/list-notes'
import { ChatLink } from '../navigation/chat-link'
import { NEW_CHAT_PATH } from '../navigation/chat-path'
import { CommandsButton } from '../palette/commands-button'
import { Wordmark } from '../ui/brand/wordmark'
import { AccountRow } from './account-row'
import { SideBarToggle } from './side-bar-toggle'

/**
 * The name, New chat, the commands, the chats, and the person's account. `onOpen` is called when a chat
 * or the commands are opened. A side bar that `folds` can be put away.
 */
export function SideBar({ onOpen, folds = false }: { onOpen?: () => void; folds?: boolean }) {
  const chats = useRef<HTMLDivElement>(null)
  const focusRow = (chatId: string) => {
    const row = chats.current?.querySelector<HTMLElement>(`[data-chat-id="${chatId}"] a`)
    const list = chats.current?.querySelector('nav')
    const target = row ?? list
    target?.focus()
  }
  return (
    <div className="flex h-full min-h-0 flex-col pt-[env(safe-area-inset-top)] pb-[env(safe-area-inset-bottom)] pl-[env(safe-area-inset-left)]">
      <div className="relative flex min-h-0 flex-1 flex-col">
        {/* On a low screen the whole side bar scrolls: the chats alone would have no room. */}
        <div ref={chats} className="flex min-h-0 flex-1 flex-col low:overflow-y-auto">
          <div className="flex h-14 shrink-0 items-center justify-between pr-2 pl-4">
            <Wordmark />
            {folds && <SideBarToggle isShown />}
          </div>
          <div className="px-2 pb-3">
            <ChatLink
              href={NEW_CHAT_PATH}
              onClick={onOpen}
              className="flex h-9 items-center gap-2 rounded-lg px-2 text-sm font-medium text-accent hover:bg-hover touch:h-11"
            >
              <SquarePen aria-hidden="true" size={16} /> New chat
            </ChatLink>
            <CommandsButton onOpen={onOpen} />
          </div>
          <ChatList onOpen={onOpen} />
        </div>
        <ListNotes onFocusLost={focusRow} />
      </div>
      <AccountRow />
    </div>
  )
}
