import type { ListedChat } from '@/lib/contract/chat'
import { ChatLink } from '../navigation/chat-link'
import { chatPath } from '../navigation/chat-path'
import { useIsUnseen } from '../session/hooks/use-unseen'
import { Mark } from '../ui/mark'
import { ChatMenu } from './chat-menu'
import { RowStop } from './row-stop'
import { SnippetLine } from './snippet-line'

/** One chat of the list: its title, a mark for a new answer, Stop while it answers, and its menu. */
export function ChatRow(props: {
  chat: ListedChat
  current: boolean
  onOpen: (() => void) | undefined
}) {
  const { chat, current, onOpen } = props
  const isUnseen = useIsUnseen(chat.id)
  return (
    <li
      data-chat-id={chat.id}
      data-current={current}
      data-found={chat.snippet !== undefined}
      className="group flex items-center rounded-lg pr-1 hover:bg-hover/50 data-[current=true]:bg-hover"
    >
      <ChatLink
        href={chatPath(chat.id)}
        aria-current={current ? 'page' : undefined}
        title={chat.title}
        onClick={onOpen}
        className="min-w-0 flex-1 rounded-lg px-2 py-1.5 text-sm touch:py-3"
      >
        <span className="flex items-center gap-2">
          <span
            dir="auto"
            className="min-w-0 flex-1 truncate group-data-[current=true]:font-medium"
          >
            {chat.title}
          </span>
          {isUnseen && (
            <>
              <Mark tone="accent" />
              <span className="sr-only">New answer</span>
            </>
          )}
        </span>
        {chat.snippet && <SnippetLine snippet={chat.snippet} />}
      </ChatLink>
      {chat.activeMessageId !== null && <RowStop chat={chat} messageId={chat.activeMessageId} />}
      <ChatMenu chat={chat} current={current} />
    </li>
  )
}
