import type { Status } from './end-reason'
import { textOf } from './message-text'
import { oneLine } from './one-line'

/** The markers under an answer that did not complete; the text itself stays as it was. */
const markers: Record<Status, string> = {
  active: '*(still answering)*',
  completed: '',
  cancelled: '*(stopped)*',
  failed: '*(failed)*',
  interrupted: '*(interrupted)*',
}

/** Everything that a reader of a file may take for the end of a line. */
const LINE_ENDS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

type Turn = {
  role: string
  model: string | null | undefined
  parts: Parameters<typeof textOf>[0]
  status: Status
}

/** The beginning of a chat, as Markdown. */
export function markdownTitle(title: string): string {
  return `# ${oneLine(title)}\n\n`
}

/**
 * A turn of a chat: a heading, and its text as a quotation. Quoted text cannot pass for a heading, a
 * marker or another turn, and anything that it leaves open, such as a fence, ends with the quotation.
 */
export function markdownTurn({ role, model, parts, status }: Turn): string {
  const heading = role === 'user' ? '## You' : `## ${oneLine(model ?? '') || 'Answer'}`
  const body = [quoted(textOf(parts)), markers[status]].filter((text) => text !== '')
  return [heading, ...body].map((block) => `${block}\n\n`).join('')
}

function quoted(text: string): string {
  if (text === '') return ''
  return text
    .split(LINE_ENDS)
    .map((line) => (line === '' ? '>' : `> ${line}`))
    .join('\n')
}
