import type { MessagePart } from './message'
import { isMessagePart, rulesOf, type PartKind } from './parts/part-kinds'

/** The fields of a part that {@link textOf} reads; the AI SDK's parts and ours both fit. */
type AnyPart = { type: string; text?: string }

/** The text of a message: its text parts joined, reasoning left out. */
export function textOf(parts: readonly AnyPart[]): string {
  return parts.map(messageText).join('')
}

/** The length of that text in UTF-16 code units, without joining it. */
export function textLengthOf(parts: readonly AnyPart[]): number {
  return parts.reduce((sum, part) => sum + messageText(part).length, 0)
}

/** The text that a part adds to that of its message. */
function messageText(part: AnyPart): string {
  if (!isMessagePart(part)) return ''
  const { isText, textOf: textIn } = rulesOf(part.type)
  return isText ? textIn(part) : ''
}

/** The length of the parts of one kind, in UTF-16 code units. */
export function lengthOfKind(parts: readonly MessagePart[], kind: PartKind): number {
  return parts.reduce((sum, part) => sum + textOfKind(part, kind).length, 0)
}

function textOfKind(part: MessagePart, kind: PartKind): string {
  return part.type === kind ? rulesOf(kind).textOf(part) : ''
}

/** Characters that are drawn as nothing: blanks, joiners, controls and others without a width. */
const UNSEEN = /^[\s\u2800\p{Control}\p{Default_Ignorable_Code_Point}]*$/u

/** Whether the text of a message has nothing visible, so that there is nothing to read or copy. */
export function isBlank(parts: readonly AnyPart[]): boolean {
  return parts.every((part) => UNSEEN.test(messageText(part)))
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** How far back a grapheme may begin: people do not write longer clusters than this. */
export const LONGEST_GRAPHEME = 256

const UNITS_OF_FLAG = 4

/**
 * The largest length up to `length` at which `text` can be cut without splitting a character, as a
 * person sees it. Looks only at a window, so that its cost does not grow with the text.
 */
export function floorToGrapheme(text: string, length: number): number {
  if (length >= text.length) return text.length
  if (length <= 0) return 0
  const windowStart = startOfFlag(text, Math.max(0, length - LONGEST_GRAPHEME))
  const window = text.slice(windowStart, length + LONGEST_GRAPHEME)
  return windowStart + (graphemes.segment(window).containing(length - windowStart)?.index ?? 0)
}

/** The length of the first character of `text`, as a person sees it. */
export function firstGraphemeLength(text: string): number {
  return graphemes.segment(text.slice(0, LONGEST_GRAPHEME)).containing(0)?.segment.length ?? 0
}

/** Flags are pairs of letters, counted from where their row begins: no window may begin inside one. */
function startOfFlag(text: string, position: number): number {
  const insidePair = (text.codePointAt(position - 1) ?? 0) > 0xffff
  const end = insidePair ? position - 1 : position
  let start = end
  while (isFlagLetter(text.codePointAt(start - 2))) start -= 2
  return end - ((end - start) % UNITS_OF_FLAG)
}

function isFlagLetter(codePoint: number | undefined): boolean {
  return codePoint !== undefined && codePoint >= 0x1f1e6 && codePoint <= 0x1f1ff
}

/**
 * The parts with their text of one kind cut to `length`, rounded down to a grapheme, but not below
 * `least`. Everything after the cut is dropped, of any kind.
 */
export function cutParts(
  parts: readonly MessagePart[],
  length: number,
  least = 0,
  kind: PartKind = 'text',
): MessagePart[] {
  if (Math.max(length, least) >= lengthOfKind(parts, kind)) return [...parts]
  const { cut } = rulesOf(kind)
  const kept: MessagePart[] = []
  const whole = parts.map((part) => textOfKind(part, kind)).join('')
  let left = Math.max(floorToGrapheme(whole, length), least)
  for (const part of parts) {
    if (part.type !== kind) {
      kept.push(part)
      continue
    }
    const begun = cut(part, left)
    if (begun) kept.push(begun)
    left -= textOfKind(part, kind).length
    if (left <= 0) break
  }
  return kept
}
