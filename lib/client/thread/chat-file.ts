import type { Api } from '@/client/api'
import type { Chat } from '@/lib/contract/chat'
import { markdownTitle, markdownTurn } from '@/lib/contract/chat-markdown'
import { oneLine } from '@/lib/contract/one-line'
import { viewOf, type ShownMessage } from './answer-view'
import type { Thread } from './thread'

/** A chat as a file that a person can give to others. */
export type ChatFile = { name: string; text: string }

/** The most characters of a title in a file's name. */
const LONGEST_NAME = 80

/** The branch that is shown, from its root, as Markdown. Throws `FullstopError`. */
export async function readChatFile(
  api: Api,
  chatId: string,
  { chat, thread }: { chat: Chat | undefined; thread: Thread },
): Promise<ChatFile> {
  const title = chat?.title ?? 'Chat'
  const messages = thread.views.map(({ message }) => message)
  let { before } = thread
  while (before !== null) {
    const earlier = await api.readChat(chatId, { before })
    messages.unshift(...earlier.messages.map((message) => viewOf(message).message))
    before = earlier.before
  }
  return { name: fileNameOf(title), text: markdownOf(title, messages) }
}

/** The chat as Markdown, in the form of the export of all chats. Pure. */
export function markdownOf(title: string, messages: readonly ShownMessage[]): string {
  const turns = messages.map(({ role, parts, metadata: { model, status } }) =>
    markdownTurn({ role, parts, model, status }),
  )
  return [markdownTitle(title), ...turns].join('')
}

/** A name that every file system accepts. Pure. */
export function fileNameOf(title: string): string {
  // File systems refuse these characters.
  const plain = oneLine(oneLine(title).replaceAll(/[<>:"/\\|?*]+/g, ' '))
  const name = Array.from(plain)
    .slice(0, LONGEST_NAME)
    .join('')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '')
  return `${name === '' ? 'Chat' : name}.md`
}
