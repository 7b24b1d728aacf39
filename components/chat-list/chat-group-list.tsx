import { useId } from 'react'
import type { ChatGroup } from './chat-groups'
import { ChatRow } from './chat-row'

/** The chats of one group, under its name. */
export function ChatGroupList(props: {
  group: ChatGroup
  openChatId: string | undefined
  onOpen: (() => void) | undefined
}) {
  const { group, openChatId, onOpen } = props
  const headingId = useId()
  return (
    <section className="pb-3">
      <h3 id={headingId} className="px-2 py-1 text-sm text-muted">
        {group.name}
      </h3>
      <ul aria-labelledby={headingId} className="space-y-px">
        {group.chats.map((chat) => (
          <ChatRow key={chat.id} chat={chat} current={chat.id === openChatId} onOpen={onOpen} />
        ))}
      </ul>
    </section>
  )
}
