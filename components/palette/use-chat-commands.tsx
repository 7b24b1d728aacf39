import { MessageSquare } from 'lucide-react'
import type { ListedChat } from '@/lib/contract/chat'
import { SnippetLine } from '../chat-list/snippet-line'
import { focusQuestion } from '../composer/focus-question'
import { chatPath, goTo, useChatId } from '../navigation/chat-path'
import { useChatList } from '../session/hooks/use-chat-list'
import { useFoundChats } from '../session/hooks/use-found-chats'
import { useSearchQuery } from '../session/hooks/use-search-query'
import { matching } from './matching'
import type { CloseAnd, PaletteCommand } from './palette-command'

/** The most chats that are offered by title: the latest, or those with the words in it. */
const MOST_BY_TITLE = 5

/** The chats to go to: the latest, or those with these words in their title or anywhere. */
export function useChatCommands(typed: string, closeAnd: CloseAnd) {
  const openChatId = useChatId()
  const { chats: listed } = useChatList()
  const query = useSearchQuery(typed)
  const { chats: found, search, hasFailed } = useFoundChats(query)

  const isTyping = typed.trim() !== ''
  const offered = isTyping ? listed : listed.filter(({ id }) => id !== openChatId)
  const byTitle = matching(offered, typed).slice(0, MOST_BY_TITLE)
  const known = new Set(byTitle.map(({ id }) => id))
  const thereAreMore = query !== '' && search.hasNextPage

  return {
    byTitle: byTitle.map((chat) => goToChat(chat, closeAnd)),
    /** The results of the search, which takes a moment. */
    found: found.filter(({ id }) => !known.has(id)).map((chat) => goToChat(chat, closeAnd)),
    searching: isTyping && (query !== typed.trim() || search.isFetching),
    /** More chats have the words than are loaded. */
    thereAreMore,
    /** Loads more results, if that makes sense now. */
    loadMore:
      thereAreMore && !search.isFetching && !search.isError
        ? () => void search.fetchNextPage()
        : undefined,
    /** The failure of the search, and the way to try it again. */
    failure:
      query !== '' && search.isError
        ? {
            sentence: hasFailed ? 'The search failed.' : 'Could not load more.',
            retry: () => (hasFailed ? search.refetch() : search.fetchNextPage()),
          }
        : undefined,
  }
}

function goToChat({ id, title, snippet }: ListedChat, closeAnd: CloseAnd): PaletteCommand {
  return {
    id: `go to ${id}`,
    title,
    icon: <MessageSquare aria-hidden="true" size={16} />,
    ...(snippet && { detail: <SnippetLine snippet={snippet} /> }),
    run: () => {
      closeAnd(() => {
        goTo(chatPath(id))
        if (matchMedia('(pointer: fine)').matches) focusQuestion()
      })
    },
  }
}
