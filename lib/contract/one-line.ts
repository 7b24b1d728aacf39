import { floorToGrapheme } from './message-text'

/** Scripts that are written with joiners, on which the form of a letter depends. */
const JOINED = [
  'Arabic Syriac Mandaic Nko Adlam Hanifi_Rohingya Mongolian Phags_Pa',
  'Devanagari Bengali Gurmukhi Gujarati Oriya Tamil Telugu Kannada Malayalam Sinhala',
  'Khmer Myanmar Tibetan Balinese Javanese Newa',
]
  .flatMap((scripts) => scripts.split(' '))
  .map((script) => String.raw`\p{Script=${script}}`)
  .join('')

const SKIN = String.raw`[\u{1F3FB}-\u{1F3FF}]`
const PICTURE = String.raw`\p{Extended_Pictographic}`

/** Format characters that are visible, or that change the visible text around them. */
const NEEDED = [
  // Signs that enclose the numbers after them, and the layout of hieroglyphs.
  String.raw`[\u0600-\u0605\u06DD\u070F\u0890\u0891\u08E2\u{110BD}\u{110CD}\u{13430}-\u{1343F}]`,
  String.raw`(?<=[${JOINED}])(?<![\p{Cf}\p{DI}])[\u200C\u200D]`,
  String.raw`(?<=\p{Script=Mongolian})(?<![\p{Cf}\p{DI}])[\u180B-\u180F]`,
  // Emoji made of several, variants of one sign, and flags of regions.
  String.raw`(?<=${PICTURE}\uFE0F?|${SKIN})\u200D(?=${PICTURE})`,
  String.raw`(?<=[^\s\u2800\p{Cc}\p{Cf}\p{DI}])[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]`,
  String.raw`\u{1F3F4}[\u{E0030}-\u{E0039}\u{E0061}-\u{E007A}]{2,6}\u{E007F}`,
].join('|')

const HIDDEN = new RegExp(String.raw`(${NEEDED})|[\p{Cf}\p{DI}]`, 'gu')

/** Characters that break a line or leave a gap in it. */
const GAPS = /[\s\p{Cc}\u2800]+/gu

/**
 * Text for one line among others, such as a title or a name: without line breaks, control characters,
 * hidden characters, and those that reverse the text around them. At most `longest` UTF-16 code units,
 * in whole graphemes. May be empty.
 */
export function oneLine(text: string, longest = Infinity): string {
  const seen = text
    .toWellFormed()
    .replaceAll(HIDDEN, (_, needed: string | undefined) => needed ?? '')
  const line = seen.replaceAll(GAPS, ' ').trim()
  return line.slice(0, floorToGrapheme(line, longest)).trimEnd()
}
