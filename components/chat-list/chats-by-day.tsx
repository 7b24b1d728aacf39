import { serverClock } from '@/lib/client/clock/server-clock'
import type { Chat } from '@/lib/contract/chat'
import { useChatId } from '../navigation/chat-path'
import { useToday } from '../ui/time/use-today'
import { ChatGroupList } from './chat-group-list'
import { groupChats } from './chat-groups'

/** Chats by the day of their last change, by the server's clock, which is known once chats have come. */
export function ChatsByDay(props: { chats: readonly Chat[]; onOpen: (() => void) | undefined }) {
  const openChatId = useChatId()
  const today = useToday(serverClock.now)
  return groupChats(props.chats, today).map((group) => (
    <ChatGroupList key={group.name} group={group} openChatId={openChatId} onOpen={props.onOpen} />
  ))
}
