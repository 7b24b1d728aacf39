import { readMath, UNFINISHED } from '../math/read-math'
import { fenceAfter } from '../text/fences'
import { htmlAfter } from '../text/long-html'
import { closeInline } from './close-inline'

/** Quotes, list items, headings and tasks, before the text of a line. */
const PREFIX = /^(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*(?:#{1,6}[ \t]+)?(?:\[[ xX]\][ \t]+)?/
const CONTAINERS = /^(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*/
const BEGINS_BLOCK = /^[ \t>]*(?:[-+*][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|\|)/
const HEADING = /^[ \t>]*#{1,6}[ \t]/
/** A last line of marks alone may become anything: a rule, a heading of the line before, an item. */
const LONE_MARKS =
  /^(?:[ \t>]|[-+*][ \t]|\d{1,9}[.)][ \t])*(?:\d{1,9}[.)]|[-+*_=~`|:#]+[-+*_=~`|: \t]*|!?\[)?$/
const LONE_TASK = /^[ \t>]*(?:[-+*]|\d{1,9}[.)])[ \t]+\[[ xX]?\]?$/
const LONE_DEFINITION = /^ {0,3}\[[^\]\n]+\]:[ \t]*$/
const LONE_NUMBER_OF_LIST = /^[ \t]*\d{1,9}$/
const LIST = /^[ \t]*(?:[-+*]|\d{1,9}[.)])[ \t]/

/** In characters. A longer line hardly consists of marks alone, and would take long to check. */
const LONGEST_OF_MARKS = 500

/**
 * The text of the block that is still being written, as it is drawn: open marks are closed, and marks
 * that nothing follows yet are left out, so that they do not show for a moment. The text that is kept
 * never changes.
 */
export function closeOpenSyntax(text: string): string {
  if (/^(?: {4}|\t)/.test(text)) return text
  if (isInFence(text)) return text.replace(/\n[ \t>]*[`~]+$/, '')
  if (isInLongHtml(text)) return text
  const shown = withoutLoneMarks(text)
  if (isInFence(shown.slice(0, shown.lastIndexOf('\n') + 1))) return shown
  const open = openDisplayMath(shown)
  if (open !== undefined) return open
  const start = startOfParagraph(shown)
  const paragraph = shown.slice(start)
  // Marks in HTML have no meaning, and the HTML is shown as text.
  if (/^<(?!\/?(?:sub|sup|kbd|br)\b)[A-Za-z/!?]/i.test(paragraph)) return shown
  return withDelimiterRow(shown.slice(0, start) + closeInline(paragraph))
}

function isInFence(text: string): boolean {
  let fence: string | undefined
  for (const line of text.split('\n')) fence = fenceAfter(fence, line)
  return fence !== undefined
}

function isInLongHtml(text: string): boolean {
  let end: RegExp | undefined
  for (const line of text.split('\n')) end = htmlAfter(end, line)
  return end !== undefined
}

function withoutLoneMarks(text: string): string {
  let shown = text
  for (;;) {
    const start = shown.lastIndexOf('\n') + 1
    const line = shown.slice(start)
    if (line.length > LONGEST_OF_MARKS) return shown
    const isNumber = LIST.test(text) && start > 0 && LONE_NUMBER_OF_LIST.test(line)
    const isLone =
      LONE_MARKS.test(line) || LONE_TASK.test(line) || LONE_DEFINITION.test(line) || isNumber
    if (!isLone || shown === '') return shown
    // A fence that ends code in a list is not a lone mark either.
    if (/[`~]{3}/.test(line) && isInFence(shown.slice(0, start))) return shown
    shown = shown.slice(0, start).trimEnd()
  }
}

/** A formula over several lines may have lines that look like items of a list. */
function openDisplayMath(text: string): string | undefined {
  for (let at = startOfLastLines(text); at < text.length; at += 1) {
    if (text[at] === '`') {
      const [run = ''] = /^`+/.exec(text.slice(at)) ?? []
      const end = text.indexOf(run, at + run.length)
      if (end === -1) return undefined
      at = end + run.length - 1
      continue
    }
    const math = readMath(text, at)
    if (math?.isOpen === true && math.isDisplay && math.source.includes('\n')) {
      const mark = text.slice(at, text.length - math.source.length)
      const source = (/[\\$]$/.test(text) ? text.slice(0, -1) : text).trimEnd()
      return source + UNFINISHED + (mark === '\\[' ? '\\]' : mark)
    }
    if (math) at = math.end - 1
    else if (text[at] === '\\') at += 1
  }
  return undefined
}

/** The start of the lines after the last blank line. */
function startOfLastLines(text: string): number {
  let start = text.length
  while (start > 0) {
    const lineStart = text.lastIndexOf('\n', start - 1) + 1
    if (start < text.length && /^[ \t>]*$/.test(text.slice(lineStart, start))) return start + 1
    start = lineStart - 1
  }
  return 0
}

/** The start of the text of the last paragraph, item, heading or cell. */
function startOfParagraph(text: string): number {
  let start = text.length
  for (;;) {
    const lineStart = text.lastIndexOf('\n', start - 1) + 1
    const line = text.slice(lineStart, text.indexOf('\n', lineStart) + 1 || undefined)
    const before = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, Math.max(0, lineStart - 1))
    const isFirst = lineStart === 0 || /^[ \t>]*$/.test(before) || HEADING.test(before)
    if (isFirst || BEGINS_BLOCK.test(line)) {
      const [prefix = ''] = PREFIX.exec(line) ?? []
      const isRow = line.startsWith('|', prefix.length)
      return lineStart + (isRow ? startOfCell(line) : prefix.length)
    }
    start = lineStart - 1
  }
}

function startOfCell(row: string): number {
  let pipe = row.lastIndexOf('|')
  while (row[pipe - 1] === '\\') pipe = row.lastIndexOf('|', pipe - 1)
  return pipe + 1
}

/** Draws a table's first row as a row at once, not as a line of text until the next row has come. */
function withDelimiterRow(text: string): string {
  const start = text.lastIndexOf('\n') + 1
  const line = text.slice(start)
  const before = text.slice(text.lastIndexOf('\n', start - 2) + 1, Math.max(0, start - 1))
  const [containers = ''] = CONTAINERS.exec(line) ?? []
  const row = line.slice(containers.length)
  const isItem = /[-+*.)]/.test(containers)
  const pipes = row.replaceAll(/\\./g, '').split('|').length - 1
  const isRow = row.startsWith('| ') || (row.startsWith('|') && pipes > 2)
  if (!isRow || (!isItem && !/^[ \t>]*$/.test(before))) return text
  const columns = pipes - (/(?:^|[^\\])\|\s*$/.test(row) ? 1 : 0)
  return `${text}\n${containers.replaceAll(/[^ \t>]/g, ' ')}|${' - |'.repeat(Math.max(1, columns))}`
}
