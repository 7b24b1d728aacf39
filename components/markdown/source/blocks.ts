import { fenceAfter, hasFence } from '../text/fences'
import { htmlAfter } from '../text/long-html'
import { lengthenFences, nestedAfter } from '../text/nested-fences'
import { ownText } from '../text/own-text'
import { labelsDefinedIn, refersTo } from './definitions'
import { drawingWork } from './drawing-work'

/**
 * A piece of an answer that is drawn on its own. A fence at the top level is `code`: it needs no
 * parsing, so that long code costs no more per token than short code. A block that would take too long
 * to parse is `plain`, and stays so as it grows.
 */
export type Block =
  | { kind: 'markdown'; start: number; text: string }
  | { kind: 'code'; start: number; language: string; code: string }
  | { kind: 'plain'; start: number; text: string }

/** A text in blocks. All but the last are settled: more text changes only the last. */
export type BlockList = { readonly text: string; readonly blocks: readonly Block[] }

const MARKER = /^[ \t]*(?:[-+*]|\d{1,9}[.)])(?:[ \t]|$)/
const QUOTE = /^ {0,3}>/
/** A line that may still become a list item when more of it comes. */
const BEGINNING_OF_MARKER = /^ ?(?:[-+*]|\d{1,9}[.)]?)$/
/** Models write such a line between blocks, and go on in the next line. */
const LINE_OF_BREAK = /^ {0,3}<br ?\/?>[ \t]*\r?$/i
const TOP_FENCE = /^(`{3,}(?=[^`]*$)|~{3,})[ \t]*([^\s`]*)/

/**
 * Splits Markdown where one top-level block ends and another begins. With `before`, the list of an
 * earlier, shorter state of the text, it reads only the new text.
 */
export function splitBlocks(text: string, before?: BlockList): BlockList {
  const grown = before !== undefined && text.startsWith(before.text)
  const blocks = grown ? before.blocks.slice(0, -1) : []
  const last = grown ? before.blocks.at(-1) : undefined
  let start: number | undefined = last?.start ?? 0
  while (start !== undefined) {
    const { block, next }: Read = readBlock(text, skipBlankLines(text, start))
    const wasPlain = last?.kind === 'plain' && last.start === block?.start
    if (block) blocks.push(wasPlain ? plain(block) : block)
    start = next
  }
  const labels = blocks.flatMap(labelsOf)
  if (labels.length === 0 || !refersTo(labels, text)) return { text, blocks }
  // A definition in a block of its own would not hold in the others.
  if (drawingWork(text) < Infinity) {
    return { text, blocks: [{ kind: 'markdown', start: 0, text: lengthenFences(text) }] }
  }
  return { text, blocks: blocks.map((one) => (labelsOf(one).length > 0 ? plain(one) : one)) }
}

const knownLabels = new WeakMap<Block, readonly string[]>()

function labelsOf(block: Block): readonly string[] {
  const labels =
    knownLabels.get(block) ?? (block.kind === 'markdown' ? labelsDefinedIn(block.text) : [])
  knownLabels.set(block, labels)
  return labels
}

function plain(block: Block): Block {
  return block.kind === 'markdown' ? { ...block, kind: 'plain' } : block
}

type Read = { block: Block | undefined; next: number | undefined }
type Line = { start: number; end: number; text: string; complete: boolean }

function readBlock(text: string, start: number): Read {
  if (start >= text.length) return { block: undefined, next: undefined }
  const opening = TOP_FENCE.exec(lineAt(text, start).text)
  return opening ? readCode(text, start, opening) : readMarkdown(text, start)
}

function readCode(text: string, start: number, opening: RegExpExecArray): Read {
  const [, fence = '', info = ''] = opening
  const first = lineAt(text, start)
  const closing = new RegExp(`^ {0,3}${fence[0]}{${fence.length},}[ \\t]*\\r?$`)
  let end = text.length
  let next: number | undefined
  let closed = false
  let nested: readonly string[] = []
  let before = ''
  for (const line of linesFrom(text, first.end)) {
    const inside = { before, line: line.text, after: '' }
    before = line.text
    if (!hasFence(line.text)) continue
    inside.after = lineAt(text, line.end).text
    const inner = nestedAfter(nested, { fence, language: info }, inside)
    const isNested = inner.length > 0 || nested.length > 0
    nested = inner
    if (isNested || !closing.test(line.text)) continue
    closed = true
    end = line.start
    next = line.complete ? line.end : undefined
    break
  }
  const body = text.slice(first.end, end)
  // The beginning of a closing fence must not show as code for a moment.
  const code = closed ? body.replace(/\r?\n$/, '') : body.replace(/(^|\n) {0,3}[`~]*$/, '')
  const language = first.complete ? info : ''
  if (!closed) return { block: { kind: 'code', start, language, code }, next }
  const settled = { language: ownText(language), code: ownText(code) }
  return { block: { kind: 'code', start, ...settled }, next }
}

function readMarkdown(text: string, start: number): Read {
  const isList = MARKER.test(lineAt(text, start).text)
  const isQuote = QUOTE.test(lineAt(text, start).text)
  const isIndentedCode = /^(?: {4}|\t)/.test(lineAt(text, start).text)
  let fence: string | undefined
  let html: RegExp | undefined
  let afterBlank = false
  for (const line of linesFrom(text, start)) {
    const blank = line.text.trim() === ''
    const indented = /^[ \t]/.test(line.text)
    // A line without indent is in no fence of a list, and a line without a quote mark in none of a quote.
    const hasLeftList = isList && !blank && !indented
    const hasLeftQuote = isQuote && !QUOTE.test(line.text)
    if (line.start > start && (hasLeftList || hasLeftQuote)) fence = undefined
    if (fence === undefined && html === undefined && !blank && line.start > start) {
      if (line.complete && TOP_FENCE.test(line.text)) return markdown(text, start, line.start)
      if (afterBlank && beginsAgain(line, isList, isIndentedCode)) {
        return markdown(text, start, line.start)
      }
    }
    if (html === undefined) fence = fenceAfter(fence, line.text)
    if (fence === undefined && !isList) html = htmlAfter(html, line.text)
    afterBlank = blank || (line.start === start && LINE_OF_BREAK.test(line.text))
  }
  return markdown(text, start, undefined)
}

/** Whether a line after a blank one begins another block than the one before. */
function beginsAgain(line: Line, isList: boolean, isIndentedCode: boolean): boolean {
  if (isIndentedCode) return !/^(?: {4}|\t)/.test(line.text)
  if (!isList) return true
  if (/^(?: {2}|\t)/.test(line.text) || MARKER.test(line.text)) return false
  return line.complete || !BEGINNING_OF_MARKER.test(line.text)
}

function markdown(text: string, start: number, next: number | undefined): Read {
  const own = ownText(text.slice(start, next).trimEnd())
  if (drawingWork(own) === Infinity) return { block: { kind: 'plain', start, text: own }, next }
  return { block: { kind: 'markdown', start, text: lengthenFences(own) }, next }
}

function skipBlankLines(text: string, start: number): number {
  let at = start
  while (at < text.length) {
    const line = lineAt(text, at)
    if (line.text.trim() !== '') return at
    if (!line.complete) return text.length
    at = line.end
  }
  return at
}

function lineAt(text: string, start: number): Line {
  const newline = text.indexOf('\n', start)
  const complete = newline !== -1
  const end = complete ? newline + 1 : text.length
  return { start, end, text: text.slice(start, complete ? newline : end), complete }
}

function* linesFrom(text: string, start: number): Generator<Line> {
  for (let at = start; at < text.length;) {
    const line = lineAt(text, at)
    yield line
    at = line.end
  }
}
