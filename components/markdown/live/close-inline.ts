import { readMath, UNFINISHED } from '../math/read-math'
import { characterAt, characterBefore } from '../text/characters'
import { taggedMarks } from '../text/tagged-marks'
import { takeRun, type Open } from './delimiters'

/** How a text ends: cut at a place and read again, or kept up to a place with `add` behind it. */
type End = { cut: number } | { keep: number; add: string }
type Step = { next: number } | End

/** No text ends with more marks in a row, and each cut reads the text again. */
const MOST_CUTS = 12
const LONGEST_ADDRESS = 2_000
/** The beginning of a link's address and title. */
const DESTINATION =
  /^\((?:<[^<>\n]*|[^\s<>()]*(?:\([^\s<>()]*(?:\)[^\s<>()]*)?)*(?:\s+(?:"[^"]*"?|'[^']*'?)?\s*)?)$/
const COMPLETE_DESTINATION =
  /^\((?:<[^<>\n]*>|[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)(?:\s+(?:"[^"]*"|'[^']*'))?\s*\)/

/** The tags that are drawn, not shown as text: pairs and breaks, which may still be incomplete. */
const PAIRED_TAG = /^<(\/?)(sub|sup|kbd)>$/i
const BEGINNING_OF_TAG = /^<(?:\/?(?:s(?:u[bp]?)?|k(?:bd?)?)?|br? ?\/?)$/i

/** Closes the open marks in a paragraph's text for drawing, and hides marks that nothing follows yet. */
export function closeInline(source: string): string {
  let text = source.trimEnd()
  for (let cuts = 0; cuts < MOST_CUTS; cuts += 1) {
    const end = readInline(text)
    if ('keep' in end) return text.slice(0, end.keep) + end.add
    text = text.slice(0, end.cut).trimEnd()
  }
  return text
}

function readInline(text: string): End {
  const open: Open[] = []
  let at = 0
  while (at < text.length) {
    const step = readAt(text, at, open)
    if (!('next' in step)) return 'cut' in step ? step : { ...step, add: step.add + closing(open) }
    at = step.next
  }
  return { keep: text.length, add: closing(open) }
}

function readAt(text: string, at: number, open: Open[]): Step {
  switch (text[at]) {
    case '\\':
    case '$':
      return readEscapeOrMath(text, at)
    case '`':
      return readCode(text, at)
    case '<':
      return readAngle(text, at, open)
    case '!':
      return readExclamation(text, at, open)
    case '[':
      return readOpening(text, at, 1, open)
    case ']':
      return readClosing(text, at, open)
    case '*':
    case '_':
    case '~':
      return readMarks(text, at, open)
    default:
      return { next: at + 1 }
  }
}

function readEscapeOrMath(text: string, at: number): Step {
  const math = readMath(text, at)
  if (!math) {
    if (text[at] === '$') return { next: at + 1 }
    return at === text.length - 1 ? { cut: at } : { next: at + 2 }
  }
  if (!math.isOpen) return { next: math.end }
  const source = math.source.replace(/[\\$]$/, '')
  if (source.trim() === '') return { cut: at }
  const mark = text.slice(at, text.length - math.source.length)
  const close = mark === '\\(' ? '\\)' : mark === '\\[' ? '\\]' : mark
  return { keep: at + mark.length + source.length, add: UNFINISHED + close }
}

function readCode(text: string, at: number): Step {
  const [run = ''] = /^`+/.exec(text.slice(at)) ?? []
  const start = at + run.length
  for (let end = text.indexOf(run, start); end !== -1;) {
    const [found = ''] = /^`+/.exec(text.slice(end)) ?? []
    if (found.length === run.length) return { next: end + run.length }
    end = text.indexOf(run, end + found.length)
  }
  // Some of the closing marks may be there already.
  const code = text.slice(start).replace(/`+$/, '')
  if (code.trim() === '') return { cut: at }
  return { keep: start + code.length, add: run }
}

function readAngle(text: string, at: number, open: Open[]): Step {
  const rest = text.slice(at)
  if (BEGINNING_OF_TAG.test(rest)) return { cut: at }
  const tagged = taggedMarks(rest)
  if (tagged) return { next: at + tagged.length }
  const [tag = '<'] = /^<[A-Za-z/][^<>\n]*>/.exec(rest) ?? []
  const next = at + tag.length
  const [, slash, name] = PAIRED_TAG.exec(tag) ?? []
  if (name === undefined) return { next }
  if (slash === '/') {
    const index = open.findLastIndex((one) => one.kind === 'tag' && one.name === name)
    if (index !== -1) open.splice(index, 1)
    return { next }
  }
  if (next === text.length) return { cut: at }
  open.push({ kind: 'tag', name })
  return { next }
}

function readExclamation(text: string, at: number, open: Open[]): Step {
  if (text[at + 1] === '[') return readOpening(text, at, 2, open)
  // An exclamation mark after a blank or a mark hardly ends a sentence: an image may begin.
  const isLone = at === text.length - 1 && !/[^\s*_~]/.test(text[at - 1] ?? '')
  return isLone ? { cut: at } : { next: at + 1 }
}

function readOpening(text: string, at: number, length: number, open: Open[]): Step {
  const start = at + length
  if (start >= text.length) return { cut: at }
  const isFootnote = length === 1 && text[start] === '^'
  if (isFootnote) {
    const end = text.indexOf(']', at)
    return end === -1 ? { cut: at } : { next: end + 1 }
  }
  // The brackets of an index, as in a[0], stay.
  const isIndex = length === 1 && /[\p{L}\p{N}_)\]]/u.test(text[at - 1] ?? '')
  if (!isIndex || isLink(text, start)) open.push({ kind: 'bracket', start: at })
  return { next: start }
}

function isLink(text: string, start: number): boolean {
  return /^[^[\]\n]*\]\(/.test(text.slice(start))
}

function readClosing(text: string, at: number, open: Open[]): Step {
  const index = open.findLastIndex(({ kind }) => kind === 'bracket')
  if (index === -1) return { next: at + 1 }
  const rest = text.slice(at + 1, at + 1 + LONGEST_ADDRESS)
  const [complete] = COMPLETE_DESTINATION.exec(rest) ?? []
  if (complete !== undefined) {
    open.splice(index)
    return { next: at + 1 + complete.length }
  }
  const isLast = at + 1 + rest.length === text.length
  if (rest === '' || (isLast && DESTINATION.test(rest))) return { keep: at, add: '' }
  open.splice(index, 1)
  return { next: at + 1 }
}

function readMarks(text: string, at: number, open: Open[]): Step {
  const mark = text[at] ?? ''
  let next = at
  while (text[next] === mark) next += 1
  if (next === text.length) return { cut: at }
  const [before, after] = [characterBefore(text, at), characterAt(text, next)]
  takeRun(open, { mark, length: next - at, before, after })
  return { next }
}

/** The marks that close all open ones, the last first. Only the last bracket can be a link's. */
function closing(open: readonly Open[]): string {
  const link = open.findLast((one) => one.kind === 'bracket')
  return open
    .toReversed()
    .map((one) => {
      if (one.kind === 'marks') return one.mark.repeat(one.length)
      if (one.kind === 'tag') return `</${one.name}>`
      return one === link ? ']()' : ''
    })
    .join('')
}
