import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { oklchOf } from '@/lib/branding/oklch'
import { barColour } from '@/lib/client/bar-colours'

const TOKENS = 'app/tokens.css'
const sheets = globSync('{app,components}/**/*.css')
const sources = globSync('{app,components}/**/*.{ts,tsx}')

const COLOUR =
  /#[\da-f]{3,8}\b|\b(?:oklch|oklab|lch|lab|hwb|hsla?|rgba?|color)\(|\b(?:black|white|gr[ae]y|red|green|blue|yellow|orange|purple|pink|brown|teal|navy|maroon|olive|lime|aqua|cyan|magenta|fuchsia|silver|gold)\b/i
const DURATION = /(?<![\w-])[\d.]+m?s\b/
const EASING =
  /(?<![\w-])(?:ease|linear|step)(?:-in|-out|-start|-end)*(?![\w-])|cubic-bezier\(|steps\(/
/** Classes of Tailwind that write a value down, in brackets or in figures. */
const LITERAL_CLASS =
  /(?<![\w-])(?:rounded(?:-[a-z]+)*-\[|(?:duration|delay)-[\d[]|ease-\[|animate-\[|[a-z-]+-\[(?:#|oklch|rgb|hsl|color:))/

type Declaration = { property: string; value: string }

function withoutComments(file: string): string {
  return readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '')
}

function declarationsOf(file: string): Declaration[] {
  return [...withoutComments(file).matchAll(/([\w-]+):\s([^;{}]+);/g)].map(
    ([, property = '', value = '']) => ({ property, value }),
  )
}

/** The selectors of a sheet that stand in no condition. */
function selectorsOf(file: string): string[] {
  return [...withoutComments(file).matchAll(/^([^\s@}][^{}]*) \{$/gm)].map(([, rule = '']) => rule)
}

function isLiteral({ property, value }: Declaration): boolean {
  if (COLOUR.test(value) || DURATION.test(value)) return true
  if (property.endsWith('radius')) return !/^var\(--radius-\w+\)$/.test(value)
  return /^(?:transition|animation)/.test(property) && EASING.test(value)
}

describe('The tokens', () => {
  it.each(sheets.filter((file) => file !== TOKENS && file !== 'app/globals.css'))(
    'are where %s has its colours, radii and durations from',
    (file) => {
      const declarations = declarationsOf(file)
      expect(declarations).not.toEqual([])
      expect(declarations.filter(isLiteral)).toEqual([])
    },
  )

  it('are where the classes of the page have their radii, durations and colours from', () => {
    expect(sources.length).toBeGreaterThan(200)
    const literal = sources.filter((file) => LITERAL_CLASS.test(readFileSync(file, 'utf8')))
    expect(literal).toEqual(['app/tokens.test.ts'])
  })

  it('have the colour of the bars of a browser', () => {
    const [, ...pair] = /--surface: light-dark\((.*)\);/.exec(readFileSync(TOKENS, 'utf8')) ?? []
    const surfaces = [...(pair[0] ?? '').matchAll(/oklch\(([\d.]+) ([\d.]+)/g)].map(
      ([, lightness, chroma]) => ({ lightness: Number(lightness), chroma: Number(chroma) }),
    )
    expect(surfaces).toHaveLength(2)
    for (const [index, scheme] of (['light', 'dark'] as const).entries()) {
      const { lightness, chroma } = oklchOf(barColour(scheme, 'system'))
      expect(lightness).toBeCloseTo(surfaces[index]?.lightness ?? 0, 2)
      expect(chroma).toBeCloseTo(surfaces[index]?.chroma ?? 0, 2)
    }
  })
})

describe('The stylesheets', () => {
  it('are each imported once, by globals.css', () => {
    const imports = [...readFileSync('app/globals.css', 'utf8').matchAll(/@import '(\.[^']+)'/g)]
    const imported = imports.map(([, file = '']) => path.join('app', file))
    expect(imported.toSorted()).toEqual(
      sheets.filter((file) => file !== 'app/globals.css').toSorted(),
    )
  })

  it('say what is to be said of a selector in one of them', () => {
    const selectors = sheets.flatMap((file) => [...new Set(selectorsOf(file))])
    expect(selectors.length).toBeGreaterThan(100)
    expect(selectors.filter((selector, index) => selectors.indexOf(selector) !== index)).toEqual([])
  })
})
