import type { Status } from '@/lib/contract/end-reason'
import { textOf } from '@/lib/contract/message-text'
import type { ChatRecord, MessageRecord } from '@/lib/db/database'

/** What is written under an answer that did not complete; the text itself stays as it was. */
const markers: Record<Status, string> = {
  active: '*(still answering)*',
  completed: '',
  cancelled: '*(stopped)*',
  failed: '*(failed)*',
  interrupted: '*(interrupted)*',
}

/** A chat as Markdown: the conversation that its page shows, not the branches beside it. */
export function markdownOfChat(chat: ChatRecord, messages: readonly MessageRecord[]): string {
  const byId = new Map(messages.map((message) => [message.id, message]))
  const path: MessageRecord[] = []
  let next = byId.get(chat.leafId ?? '')
  while (next && path.length < messages.length) {
    path.unshift(next)
    next = byId.get(next.parentId ?? '')
  }
  const turns = path.map((message) => `${headingOf(message)}\n\n${bodyOf(message)}\n`)
  return [`# ${chat.title}\n`, ...turns, ''].join('\n')
}

function headingOf({ role, model }: MessageRecord): string {
  return role === 'user' ? '## You' : `## ${model ?? 'Answer'}`
}

function bodyOf({ parts, status }: MessageRecord): string {
  return [textOf(parts), markers[status]].filter((text) => text !== '').join('\n\n')
}
