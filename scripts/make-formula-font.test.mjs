import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { makeFormulaFont } from './make-formula-font.mjs'

const KILOBYTE = 1_000

it('the font of formulas is the one that its script makes, is small, and lets signs grow', async () => {
  const kept = readFileSync(new URL('../app/fonts/formulas.woff2', import.meta.url))
  expect(kept.equals(await makeFormulaFont())).toBe(true)
  expect(kept.length).toBeLessThan(130 * KILOBYTE)
  expect(tablesOf(await makeFormulaFont('sfnt'))).toContain('MATH')
}, 60_000)

/**
 * The names in the directory of an OpenType file.
 * @param {Buffer} font
 */
function tablesOf(font) {
  return Array.from({ length: font.readUInt16BE(4) }, (_, index) =>
    font.toString('latin1', 12 + 16 * index, 16 + 16 * index),
  )
}
