import type { Status } from '@/lib/contract/end-reason'
import { textOf } from '@/lib/contract/message-text'
import type { ChatRecord, LoneMessage } from '@/lib/db/database'

/** What is written under an answer that did not complete; the text itself stays as it was. */
const markers: Record<Status, string> = {
  active: '*(still answering)*',
  completed: '',
  cancelled: '*(stopped)*',
  failed: '*(failed)*',
  interrupted: '*(interrupted)*',
}

/** What a chat's Markdown begins with. */
export function markdownTitle({ title }: Pick<ChatRecord, 'title'>): string {
  return `# ${title}\n\n`
}

/** One of its turns as Markdown. */
export function markdownTurn(message: LoneMessage): string {
  return `${headingOf(message)}\n\n${bodyOf(message)}\n\n`
}

function headingOf({ role, model }: LoneMessage): string {
  return role === 'user' ? '## You' : `## ${model ?? 'Answer'}`
}

function bodyOf({ parts, status }: LoneMessage): string {
  return [textOf(parts), markers[status]].filter((text) => text !== '').join('\n\n')
}
