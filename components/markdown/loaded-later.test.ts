import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const files = globSync('{app,components,lib}/**/*.{ts,tsx}').filter(
  (file) => !/\.test\./.test(file),
)

/** The files with an import that is carried out before their first line; those of types are not. */
function filesThatImport(specifier: RegExp): string[] {
  return files.filter((file) =>
    Array.from(
      readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^'"(]*['"]([^'"]+)['"]/gm),
      ([, name = '']) => name,
    ).some((name) => specifier.test(name)),
  )
}

describe('what colours code and draws formulas', () => {
  it('is imported by two files only, and theirs', () => {
    expect(filesThatImport(/^(@shikijs\/|katex$)/).toSorted()).toEqual([
      'components/markdown/highlight/tokenizer.ts',
      'components/markdown/math/draw-math.ts',
    ])
  })

  it('is loaded by the worker, or with the first formula, and never with the page', () => {
    expect(filesThatImport(/\/tokenizer$/)).toEqual([
      'components/markdown/highlight/highlight.worker.ts',
    ])
    expect(filesThatImport(/\/(draw-math|highlight\.worker)$/)).toEqual([])
    expect(filesThatImport(/\/markdown-text$/)).toEqual([])
  })
})
