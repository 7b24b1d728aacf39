import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readImports } from './read-imports.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'read-imports-'))
  write('lib/names.ts', '')
  write('lib/page.tsx', '')
})

afterEach(() => {
  rmSync(root, { recursive: true })
})

function write(file: string, text: string): void {
  const whole = path.join(root, file)
  mkdirSync(path.dirname(whole), { recursive: true })
  writeFileSync(whole, text)
}

test.each([
  ['an import by the alias', "import { a } from '@/lib/names'"],
  ['an import of types alone', "import type { A } from '../lib/names'"],
  ['an import with its ending', "import { a } from '../lib/names.ts'"],
  ['an import of several lines', "import {\n  a,\n  b,\n} from '../lib/names'"],
  ['an import for what it does', "import '../lib/names'"],
  ['what is passed on', "export * from '../lib/names'"],
  ['an import that is made later', "const later = () => import('../lib/names')"],
  ['a type that is named in its place', "let a: import('../lib/names').A"],
  ['a worker', "new Worker(new URL('../lib/names.ts', import.meta.url))"],
])('Read is %s', (_name, text) => {
  write('app/user.ts', text)
  expect(readImports(root)).toEqual([{ from: 'app/user.ts', to: 'lib/names.ts' }])
})

test('Read are files of all endings, and each import of a file', () => {
  write('scripts/run.mjs', "import '../lib/names.ts'\nimport '../lib/page.tsx'\n")
  expect(readImports(root).map(({ to }) => to)).toEqual(['lib/names.ts', 'lib/page.tsx'])
})

test.each([
  ['packages', 'app/user.ts', "import { a } from 'zod'"],
  ['what is no source', 'app/user.ts', "import './page.css'"],
  ['tests', 'app/user.test.ts', "import '../lib/names'"],
  ['packages that are installed', 'node_modules/a/index.mjs', "import '../../lib/names'"],
  ['what was built', '.next/server.mjs', "import '../lib/names'"],
])('Left out are %s', (_name, file, text) => {
  write('app/page.css', '')
  write(file, text)
  expect(readImports(root)).toEqual([])
})

test('An import of what does not exist is refused', () => {
  write('app/user.ts', "import { a } from '@/lib/gone'")
  expect(() => readImports(root)).toThrow('app/user.ts imports @/lib/gone, which does not exist')
})
