import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { oklchOf } from '@/lib/branding/oklch'
import { barColour } from '@/lib/client/browser/bar-colours'

const ENTRY = 'app/globals.css'
const TOKENS = 'app/tokens.css'
const sheets = globSync('{app,components}/**/*.css')
const sources = globSync('{app,components}/**/*.{ts,tsx}', { exclude: ['**/*.test.*'] })

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

/** The selectors of a sheet outside of any condition. */
function selectorsOf(file: string): string[] {
  return [...withoutComments(file).matchAll(/^([^\s@}][^{}]*) \{$/gm)].map(([, rule = '']) => rule)
}

function isLiteral({ property, value }: Declaration): boolean {
  if (COLOUR.test(value) || DURATION.test(value)) return true
  if (property.endsWith('radius')) return !/^var\(--radius-\w+\)$/.test(value)
  return /^(?:transition|animation)/.test(property) && EASING.test(value)
}

test.each(sheets.filter((file) => file !== TOKENS && file !== ENTRY))(
  'The stylesheet %s takes its colours, radii and motion from the tokens',
  (file) => {
    const declarations = declarationsOf(file)
    expect(declarations).not.toEqual([])
    expect(declarations.filter(isLiteral)).toEqual([])
  },
)

test('The classes of the page take their colours, radii and motion from the tokens', () => {
  expect(sources.length).toBeGreaterThan(200)
  expect(sources.filter((file) => LITERAL_CLASS.test(readFileSync(file, 'utf8')))).toEqual([])
})

test('The bars of a browser have the colour of the surface', () => {
  const [, pair = ''] = /--surface: light-dark\((.*)\);/.exec(readFileSync(TOKENS, 'utf8')) ?? []
  const surfaces = [...pair.matchAll(/oklch\(([\d.]+) ([\d.]+)/g)].map(([, lightness, chroma]) => ({
    lightness: Number(lightness),
    chroma: Number(chroma),
  }))
  expect(surfaces).toHaveLength(2)
  for (const [index, scheme] of (['light', 'dark'] as const).entries()) {
    const { lightness, chroma } = oklchOf(barColour(scheme, 'system'))
    expect(lightness).toBeCloseTo(surfaces[index]?.lightness ?? 0, 2)
    expect(chroma).toBeCloseTo(surfaces[index]?.chroma ?? 0, 2)
  }
})

test('Every stylesheet is imported once, by globals.css', () => {
  const imports = [...readFileSync(ENTRY, 'utf8').matchAll(/@import '(\.[^']+)'/g)]
  const imported = imports.map(([, file = '']) => path.join('app', file))
  expect(imported.toSorted()).toEqual(sheets.filter((file) => file !== ENTRY).toSorted())
})

test('No selector has rules in two stylesheets', () => {
  const selectors = sheets.flatMap((file) => [...new Set(selectorsOf(file))])
  expect(selectors.length).toBeGreaterThan(100)
  expect(selectors.filter((selector, index) => selectors.indexOf(selector) !== index)).toEqual([])
})
