import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import subsetFont from 'subset-font'

/** The file that the page's style sheet loads. */
const FONT = new URL('../app/fonts/formulas.woff2', import.meta.url)
const require = createRequire(import.meta.url)
const STIX_TWO_MATH =
  require.resolve('@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2')

/**
 * Ranges from the first character to the last, as code points.
 * @type {[number, number][]}
 */
const RANGES = [
  [0x20, 0x7e],
  [0x391, 0x3c9],
  // Accents, alone and over a letter.
  [0x300, 0x30c],
  // Signs of sets, logic, sums, relations.
  [0x2200, 0x22ff],
  // Letters of mathematics: bold, italic, both; script; Fraktur; double-struck; Greek in those.
  [0x1d400, 0x1d4cf],
  [0x1d504, 0x1d56b],
  [0x1d6a8, 0x1d755],
  [0x1d7ce, 0x1d7e1],
]
const OTHERS =
  '\u00A0¬±·×÷°¯´¨ϑϕϖϱϵϝ\u02C6\u02C7\u02C9\u02CA\u02CB\u02D8\u02D9\u02DA\u02DC\u0338\u20D6\u20D7\u20DB\u20DC' +
  '‖′″‴‵…‾⁀\u2061\u2062\u2063\u2064–—‘’“”†‡•ℂℋℌℍℎℏℐℑℒℓℕℙ℘ℚℛℜℝℤℨℬℭℰℱℳℯℊℴℵℶΩÅ' +
  '←↑→↓↔↕↖↗↘↙↚↛↞↠↢↣↤↦↩↪↫↬↭↮↰↱↶↷↺↻↼↽↾↿⇀⇁⇂⇃⇄⇆⇇⇈⇉⇊⇋⇌⇍⇎⇏⇐⇑⇒⇓⇔⇕⇚⇛⇝⟵⟶⟷⟸⟹⟺⟼' +
  '⌈⌉⌊⌋⟨⟩⟦⟧⟮⟯⟪⟫⎰⎱⏜⏝⏞⏟⎴⎵⨀⨁⨂⨄⨆⨿⩽⩾⪅⪆⪇⪈⪯⪰⪵⪶⪷⪸⫅⫆△▽□■◊★▲▼◯∎◁▷♠♡♢♣♭♮♯⋆✓'

/**
 * STIX Two Math with only the characters that formulas of answers need, and the table that lets
 * brackets grow.
 * @param {'woff2' | 'sfnt'} targetFormat
 */
export async function makeFormulaFont(targetFormat = 'woff2') {
  const letters = RANGES.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index)),
  )
  return subsetFont(readFileSync(STIX_TWO_MATH), letters.join('') + OTHERS, { targetFormat })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(FONT, await makeFormulaFont())
}
