import { SquarePen } from 'lucide-react'
import { ChatLink } from '../navigation/chat-link'
import { NEW_CHAT_PATH } from '../navigation/chat-path'
import { ChatDrawer } from './chat-drawer'
import { ConnectionNote } from './connection-note'

/** The line above the thread: where one is, and whether what is shown is live. */
export function PageHeader({ title }: { title: string }) {
  return (
    <header className="flex h-[calc(3.5rem+env(safe-area-inset-top))] shrink-0 items-center gap-1 px-2 pt-[env(safe-area-inset-top)] md:px-6">
      <ChatDrawer />
      <h1 dir="auto" className="min-w-0 flex-1 truncate text-sm font-medium text-muted">
        {title}
      </h1>
      <ConnectionNote />
      <ChatLink
        href={NEW_CHAT_PATH}
        aria-label="New chat"
        title="New chat"
        className="inline-flex size-8 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-ink touch:size-11 md:hidden"
      >
        <SquarePen aria-hidden="true" size={20} />
      </ChatLink>
    </header>
  )
}
