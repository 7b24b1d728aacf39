import type { MessagePart } from '@/lib/contract/message'
import { floorToGrapheme, textLengthOf } from '@/lib/contract/message-text'

type Shown = {
  readonly message: { readonly parts: readonly MessagePart[] }
  readonly partsBefore?: readonly MessagePart[]
}

/** Excludes a carriage return, half of a flag and an emoji. */
const steady = String.raw`(?![\r\p{RI}\p{ExtPict}\p{EMod}])`

const scripts = ['Latin', 'Greek', 'Cyrillic', 'Han', 'Hiragana', 'Katakana', 'Bopomofo']
const letters = scripts.map((script) => String.raw`\p{scx=${script}}`).join('')

/** Letters, also with an accent built in, syllables, digits and signs: they rarely change afterwards. */
const signs = String.raw`[\p{ASCII}${letters}\uac00-\ud7a3\p{P}\p{S}\p{Zs}]`
const plain = new RegExp(String.raw`^(?:\r\n|${steady}${signs})`, 'u')

const isAscii = (unit: number) => unit < 0x80
const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff

const known = new WeakMap<readonly MessagePart[], readonly MessagePart[]>()

/**
 * An answer's parts as they are drawn. An answer that goes on shows no less than before, while its new
 * session brings all of it again. Returns the same value for the same parts.
 */
export function shownPartsOf({ message, partsBefore }: Shown): readonly MessagePart[] {
  const parts = steadyPartsOf(message.parts)
  return partsBefore && textLengthOf(partsBefore) > textLengthOf(parts) ? partsBefore : parts
}

/**
 * The parts, without the last character of the open one if more of it may come (a family, a flag, a
 * syllable). It is shown with the next character or the part's end, so that Stop, which cuts at what was
 * seen, cuts no character in two.
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
 * The beginning of a text that later text cannot change. A plain letter or digit is part of it at once; the
 * accent or keycap that it rarely gets is added as it comes. A stop between the two takes both away, for
 * the server cuts no character in two.
 */
function steadyText(text: string): string {
  if (endsInAscii(text)) return text
  const inPair = isHighSurrogate(text.charCodeAt(text.length - 1))
  const whole = inPair ? text.slice(0, -1) : text
  const start = floorToGrapheme(whole, whole.length - 1)
  return plain.test(whole.slice(start, start + 2)) ? whole : whole.slice(0, start)
}

/** Quick, and true of most texts: an ASCII character after another one begins a character of its own. */
function endsInAscii(text: string): boolean {
  const end = text.length - 1
  return isAscii(text.charCodeAt(end)) && text[end] !== '\r' && !(text.charCodeAt(end - 1) >= 0x80)
}
