type Alphabet = { upper: number; lower: number; digit?: number; greek?: number }

/** The code points at which the alphabets begin. The letters in `older` have an older one instead. */
const alphabets: Record<string, Alphabet> = {
  bold: { upper: 0x1d400, lower: 0x1d41a, digit: 0x1d7ce, greek: 0x1d6a8 },
  italic: { upper: 0x1d434, lower: 0x1d44e, greek: 0x1d6e2 },
  'bold-italic': { upper: 0x1d468, lower: 0x1d482, digit: 0x1d7ce, greek: 0x1d71c },
  script: { upper: 0x1d49c, lower: 0x1d4b6 },
  fraktur: { upper: 0x1d504, lower: 0x1d51e },
  'double-struck': { upper: 0x1d538, lower: 0x1d552, digit: 0x1d7d8 },
  'sans-serif': { upper: 0x1d5a0, lower: 0x1d5ba, digit: 0x1d7e2 },
  monospace: { upper: 0x1d670, lower: 0x1d68a, digit: 0x1d7f6 },
}

const older: Record<string, string> = {
  'double-struck': 'CℂHℍNℕPℙQℚRℝZℤ',
  script: 'BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ',
  fraktur: 'CℭHℌIℑRℜZℨ',
  italic: 'hℎ',
}

/** In the order of Unicode's mathematical Greek alphabets, the variants after the letters. */
const GREEK = Array.from('ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ')

/** Writes letters in a mathematical alphabet. MathML Core knows no `mathvariant` except `normal`. */
export function lettersIn(alphabet: string, text: string): string {
  const begin = alphabets[alphabet]
  if (!begin) return text
  return Array.from(text, (letter) => {
    const known = older[alphabet] ?? ''
    const index = known.indexOf(letter)
    if (index !== -1 && index % 2 === 0) return known[index + 1]
    const greek = GREEK.indexOf(letter)
    if (greek !== -1 && begin.greek !== undefined) return String.fromCodePoint(begin.greek + greek)
    if (/[A-Z]/.test(letter)) return shifted(letter, 'A', begin.upper)
    if (/[a-z]/.test(letter)) return shifted(letter, 'a', begin.lower)
    return /\d/.test(letter) && begin.digit !== undefined
      ? shifted(letter, '0', begin.digit)
      : letter
  }).join('')
}

function shifted(letter: string, first: string, begin: number): string {
  return String.fromCodePoint(begin + letter.charCodeAt(0) - first.charCodeAt(0))
}
