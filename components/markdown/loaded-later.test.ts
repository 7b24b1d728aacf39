import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const files = globSync('{app,components,lib}/**/*.{ts,tsx}').filter(
  (file) => !/\.test\./.test(file),
)

/** The files with a static import of this module. Imports of types do not count. */
function filesThatImport(specifier: RegExp): string[] {
  return files.filter((file) =>
    Array.from(
      readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^'"(]*['"]([^'"]+)['"]/gm),
      ([, name = '']) => name,
    ).some((name) => specifier.test(name)),
  )
}

describe('the highlighter and KaTeX', () => {
  it('the highlighter and KaTeX are imported by one file each', () => {
    expect(filesThatImport(/^(@shikijs\/|katex$)/).toSorted()).toEqual([
      'components/markdown/highlight/tokenizer.ts',
      'components/markdown/math/draw-math.ts',
    ])
  })

  it('only the worker imports the tokenizer, and no file imports the lazy parts statically', () => {
    expect(filesThatImport(/\/tokenizer$/)).toEqual([
      'components/markdown/highlight/highlight.worker.ts',
    ])
    expect(filesThatImport(/\/(draw-math|highlight\.worker)$/)).toEqual([])
    expect(filesThatImport(/\/markdown-text$/)).toEqual([])
  })
})
