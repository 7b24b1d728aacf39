import type { Status } from './end-reason'
import { textOf } from './message-text'
import { oneLine } from './one-line'

/** What is written under an answer that did not complete; the text itself stays as it was. */
const markers: Record<Status, string> = {
  active: '*(still answering)*',
  completed: '',
  cancelled: '*(stopped)*',
  failed: '*(failed)*',
  interrupted: '*(interrupted)*',
}

/** Whatever a reader of a file may take for the end of a line. */
const LINE_ENDS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/

type Turn = {
  role: string
  model: string | null | undefined
  parts: Parameters<typeof textOf>[0]
  status: Status
}

/** What a chat begins with, as Markdown. */
export function markdownTitle(title: string): string {
  return `# ${oneLine(title)}\n\n`
}

/**
 * One of its turns: a heading, and what was written as a quotation. So no text can pass for a heading,
 * a marker or another turn, and what it leaves open, such as a fence, ends with it.
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
