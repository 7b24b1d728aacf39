import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { accentTokens } from './accent'
import { contrastOf, oklchOf, type Oklch } from './oklch'

const css = readFileSync('app/tokens.css', 'utf8')

/** The colours of both appearances in a CSS value. */
function bothOf(text: string): Oklch[] {
  const colours = [...text.matchAll(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g)]
  return colours.map(([, lightness, chroma, hue]) => ({
    lightness: Number(lightness),
    chroma: Number(chroma),
    hue: Number(hue),
  }))
}

const tokenOf = (name: string) => bothOf(new RegExp(`--${name}: (.*);`).exec(css)?.[1] ?? '')

/** Every ground on which the accent stands as text. */
const grounds = ['surface', 'side', 'raised', 'ground', 'hover'].map(tokenOf)

const anyHex = fc
  .integer({ min: 0, max: 0xff_ff_ff })
  .map((colour) => `#${colour.toString(16).padStart(6, '0')}`)

test('an accent of any colour, and the text on it, can be read in both appearances', () => {
  const edges = ['#000000', '#ffffff', '#ffff00', '#0000ff', '#00ff00', '#ff00ff', '#777777']
  fc.assert(
    fc.property(fc.oneof(fc.constantFrom(...edges), anyHex), (hex) => {
      const tokens = accentTokens(hex)
      const accents = bothOf(tokens['--accent'])
      const strong = bothOf(tokens['--accent-strong'])
      const onAccents = bothOf(tokens['--on-accent'])
      for (const appearance of [0, 1]) {
        const colourOf = (both: Oklch[]) => both[appearance] ?? { lightness: 0, chroma: 0, hue: 0 }
        for (const ground of grounds) {
          const contrast = contrastOf(colourOf(accents), colourOf(ground))
          expect(contrast, `${hex} on a ground`).toBeGreaterThanOrEqual(4.5)
        }
        for (const under of [accents, strong]) {
          const contrast = contrastOf(colourOf(onAccents), colourOf(under))
          expect(contrast, `what is on ${hex}`).toBeGreaterThanOrEqual(4.5)
        }
        expect(strong[appearance]).not.toEqual(accents[appearance])
      }
    }),
    { ...fromSeed(300), examples: edges.map((hex) => [hex]) },
  )
})

test('a colour that can be read stays as it is', () => {
  const given = oklchOf('#005f54')
  const [shown] = bothOf(accentTokens('#005f54')['--accent'])
  expect(shown?.lightness).toBeCloseTo(given.lightness, 3)
  expect(shown?.chroma).toBeCloseTo(given.chroma, 2)
})

test('oklchOf reads colours as CSS does', () => {
  const white = oklchOf('#fff')
  expect(white.lightness).toBeCloseTo(1, 4)
  expect(contrastOf(white, oklchOf('#000'))).toBeCloseTo(21, 1)
  expect(contrastOf(white, oklchOf('#767676'))).toBeCloseTo(4.54, 2)
  // The reference value of CSS Color 4 for red.
  const red = oklchOf('#ff0000')
  expect(red.lightness).toBeCloseTo(0.628, 3)
  expect(red.chroma).toBeCloseTo(0.2577, 3)
  expect(red.hue).toBeCloseTo(29.23, 1)
})
