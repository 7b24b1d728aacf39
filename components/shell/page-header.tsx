import { SquarePen } from 'lucide-react'
import { QuestionSteps } from '../chat/question-steps'
import { ChatLink } from '../navigation/chat-link'
import { NEW_CHAT_PATH } from '../navigation/chat-path'
import { useIsWide } from '../navigation/use-is-wide'
import { ChatDrawer } from './chat-drawer'
import { ChatTitle } from './chat-title'
import { ConnectionNote } from './connection-note'
import { SideBarToggle } from './side-bar-toggle'

/** The line above the thread: the title of the page, and a note while the connection is lost. */
export function PageHeader(props: { chatId: string | undefined; title: string }) {
  const { chatId, title } = props
  const isWide = useIsWide()
  return (
    <header className="flex min-h-[calc(3.5rem+env(safe-area-inset-top))] shrink-0 items-center gap-1 px-2 pt-[env(safe-area-inset-top)] md:px-6 md:folded:pl-2">
      <ChatDrawer />
      {isWide && <SideBarToggle isShown={false} className="max-md:hidden md:beside:hidden" />}
      <ChatTitle key={chatId} title={title} />
      <ConnectionNote />
      {chatId !== undefined && <QuestionSteps chatId={chatId} />}
      <ChatLink
        href={NEW_CHAT_PATH}
        aria-label="New chat"
        title="New chat"
        className="inline-flex size-8 shrink-0 items-center justify-center rounded-lg text-muted hover:bg-hover hover:text-ink md:beside:hidden touch:size-11"
      >
        <SquarePen aria-hidden="true" size={20} />
      </ChatLink>
    </header>
  )
}
