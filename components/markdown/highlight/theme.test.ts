import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kindOf, theme } from './theme'

const css = readFileSync('app/tokens.css', 'utf8')
const sheet = readFileSync('components/markdown/highlight/code-colours.css', 'utf8')

/** The tokens of one scheme: the first or the second of each pair. */
const schemeOf = (index: 0 | 1) =>
  css.replaceAll(
    /light-dark\((oklch\([^)]*\)), (oklch\([^)]*\))\)/g,
    (_, light: string, dark: string) => (index === 0 ? light : dark),
  )
const [light, dark] = [schemeOf(0), schemeOf(1)]
const kinds = theme.settings.flatMap(({ settings }) => kindOf(settings.foreground) ?? [])

/** The relative luminance of a token, as WCAG defines it. */
function luminanceOf(token: string, scheme: string): number {
  const match = new RegExp(`--${token}: oklch\\(([\\d.]+) ([\\d.]+) ([\\d.]+)\\)`).exec(scheme)
  if (!match) throw new Error(`no token ${token}`)
  const [lightness = 0, chroma = 0, hue = 0] = match.slice(1).map(Number)
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const inGamut = (value: number) => Math.min(1, Math.max(0, value))
  const red = inGamut(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s)
  const green = inGamut(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s)
  const blue = inGamut(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(one: string, other: string, scheme: string): number {
  const [high = 0, low = 0] = [luminanceOf(one, scheme), luminanceOf(other, scheme)].sort(
    (a, b) => b - a,
  )
  return (high + 0.05) / (low + 0.05)
}

describe('the colours of code', () => {
  it.each([
    ['light', light],
    ['dark', dark],
  ])(
    'the colours of code have AA contrast on every ground that code may have, %s',
    (_name, scheme) => {
      for (const kind of kinds) {
        for (const ground of ['ground', 'side', 'surface']) {
          expect(contrast(`code-${kind}`, ground, scheme)).toBeGreaterThanOrEqual(4.5)
        }
      }
    },
  )

  it('the page has one colour for each kind of the theme', () => {
    expect(new Set(kinds).size).toBe(9)
    for (const kind of kinds)
      expect(sheet).toContain(`.code-${kind} {\n  color: var(--code-${kind});`)
  })
})
