import type { Status } from '@/lib/contract/end-reason'
import { textOf } from '@/lib/contract/message-text'
import { viewOf, type ShownMessage } from './answer-view'
import type { Api } from './api'
import type { Thread } from './thread'

/** A chat as a file that one can give to others. */
export type ChatFile = { name: string; text: string }

/** So many characters of a title go into a file's name. */
const LONGEST_NAME = 80

/** What is written under an answer that did not complete; the text itself stays as it was. */
const markers: Record<Status, string> = {
  active: '*(still answering)*',
  completed: '',
  cancelled: '*(stopped)*',
  failed: '*(failed)*',
  interrupted: '*(interrupted)*',
}

/** The branch that is shown, from its root, as Markdown. Throws `ApiError`. */
export async function readChatFile(api: Api, chatId: string, thread: Thread): Promise<ChatFile> {
  const title = thread.chat?.title ?? 'Chat'
  const messages = thread.views.map(({ message }) => message)
  let { before } = thread
  while (before !== null) {
    const earlier = await api.readChat(chatId, { before })
    messages.unshift(...earlier.messages.map((message) => viewOf(message).message))
    before = earlier.before
  }
  return { name: fileNameOf(title), text: markdownOf(title, messages) }
}

/** The chat as Markdown, as the export of all chats writes it. Pure. */
export function markdownOf(title: string, messages: readonly ShownMessage[]): string {
  const turns = messages.map((message) => `${headingOf(message)}\n\n${bodyOf(message)}\n`)
  return [`# ${title}\n`, ...turns].join('\n')
}

/** A name that every file system takes. Pure. */
export function fileNameOf(title: string): string {
  const plain = title
    // oxlint-disable-next-line no-control-regex -- what file systems refuse
    .replaceAll(/[\u0000-\u001F\u007F<>:"/\\|?*\u202A-\u202E\u2066-\u2069]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
  const name = Array.from(plain)
    .slice(0, LONGEST_NAME)
    .join('')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '')
  return `${name === '' ? 'Chat' : name}.md`
}

function headingOf({ role, metadata }: ShownMessage): string {
  return role === 'user' ? '## You' : `## ${metadata.model ?? 'Answer'}`
}

function bodyOf({ parts, metadata }: ShownMessage): string {
  return [textOf(parts), markers[metadata.status]].filter((text) => text !== '').join('\n\n')
}
