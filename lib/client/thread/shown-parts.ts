import type { MessagePart } from '@/lib/contract/message'
import { floorToGrapheme, textLengthOf } from '@/lib/contract/message-text'

type Shown = {
  readonly message: { readonly parts: readonly MessagePart[] }
  readonly partsBefore?: readonly MessagePart[]
}

/** What a carriage return, a flag's half and an emoji are not. */
const steady = String.raw`(?![\r\p{RI}\p{ExtPict}\p{EMod}])`

const scripts = ['Latin', 'Greek', 'Cyrillic', 'Han', 'Hiragana', 'Katakana', 'Bopomofo']
const letters = scripts.map((script) => String.raw`\p{scx=${script}}`).join('')

/** Letters that have their accents in them, syllables, digits and signs: as a rule they stay as they are. */
const signs = String.raw`[\p{ASCII}${letters}\uac00-\ud7a3\p{P}\p{S}\p{Zs}]`
const plain = new RegExp(String.raw`^(?:\r\n|${steady}${signs})`, 'u')

const isAscii = (unit: number) => unit < 0x80
const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff

const known = new WeakMap<readonly MessagePart[], readonly MessagePart[]>()

/**
 * An answer's parts as they are drawn. Of one that goes on that is no less than was there before,
 * while its new session brings all of it again. For the same parts the same value.
 */
export function shownPartsOf({ message, partsBefore }: Shown): readonly MessagePart[] {
  const parts = steadyPartsOf(message.parts)
  return partsBefore && textLengthOf(partsBefore) > textLengthOf(parts) ? partsBefore : parts
}

/**
 * The parts without the last character of the open one where more of it may come, as of a family, a
 * flag or a syllable. It comes with what follows it, or at the part's end: where Stop cuts at what
 * was seen, none is cut in two.
 */
function steadyPartsOf(parts: readonly MessagePart[]): readonly MessagePart[] {
  const last = parts.at(-1)
  if (last?.state !== 'streaming') return parts
  const shown = known.get(parts) ?? withLastText(parts, last, steadyText(last.text))
  known.set(parts, shown)
  return shown
}

function withLastText(parts: readonly MessagePart[], last: MessagePart, text: string) {
  return text === last.text ? parts : [...parts.slice(0, -1), { ...last, text }]
}

/**
 * The beginning of a text that nothing which follows can change. A plain letter or a digit is in it
 * at once, and shows the accent or the keycap that it rarely gets as soon as that comes; a stop that
 * falls between the two takes both, for the server cuts no character in two.
 */
function steadyText(text: string): string {
  if (endsInAscii(text)) return text
  const inPair = isHighSurrogate(text.charCodeAt(text.length - 1))
  const whole = inPair ? text.slice(0, -1) : text
  const start = floorToGrapheme(whole, whole.length - 1)
  return plain.test(whole.slice(start, start + 2)) ? whole : whole.slice(0, start)
}

/** Quick, and true of most texts: nothing else is a character with what precedes it. */
function endsInAscii(text: string): boolean {
  const end = text.length - 1
  return isAscii(text.charCodeAt(end)) && text[end] !== '\r' && !(text.charCodeAt(end - 1) >= 0x80)
}
