import { globSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** One file imports another. Both are paths from the root of the repository. */
export type Import = { from: string; to: string }

const SOURCES = '**/*.{ts,tsx,mjs}'
const ENDINGS = ['', '.ts', '.tsx', '.mjs', '/index.ts']

/** Folders that installs and tests leave behind. */
const leftBehind = new Set(['node_modules', 'playwright-report', 'test-results'])

/** The formatter puts the path of an import into single quotes, on the line of its `from`. */
const SPECIFIER =
  /(?:^(?:import|export|\})[^'\n]* from |^import |\bimport\(\s*|\bnew URL\((?='[^']+\.(?:tsx?|mjs)'))'(@\/[^']+|\.[^']+)'/gm

/**
 * Reads which of our files import one another, types included. Tests are left out, because they may
 * import anything that they test. @throws Error if an imported file does not exist
 */
export function readImports(root: string): Import[] {
  const files = globSync(SOURCES, {
    cwd: root,
    exclude: (name) => leftBehind.has(path.basename(name)) || path.basename(name).startsWith('.'),
  }).map((file) => file.replaceAll('\\', '/'))
  const sources = new Set(files.filter((file) => !/\.(?:test|d)\.\w+$/.test(file)))
  return [...sources].flatMap((from) => {
    const text = readFileSync(path.join(root, from), 'utf8')
    return [...text.matchAll(SPECIFIER)].flatMap(([, specifier = '']) => {
      const to = fileOf(root, from, specifier)
      return sources.has(to) ? [{ from, to }] : []
    })
  })
}

function fileOf(root: string, from: string, specifier: string): string {
  const wanted = specifier.startsWith('@/')
    ? specifier.slice('@/'.length)
    : path.posix.join(path.posix.dirname(from), specifier)
  const ending = ENDINGS.find((end) =>
    statSync(path.join(root, wanted + end), { throwIfNoEntry: false })?.isFile(),
  )
  if (ending === undefined) throw new Error(`${from} imports ${specifier}, which does not exist`)
  return wanted + ending
}
