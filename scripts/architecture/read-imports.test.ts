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
  ['An import by the alias', "import { a } from '@/lib/names'"],
  ['An import of types alone', "import type { A } from '../lib/names'"],
  ['An import with its ending', "import { a } from '../lib/names.ts'"],
  ['An import of several lines', "import {\n  a,\n  b,\n} from '../lib/names'"],
  ['An import for what it does', "import '../lib/names'"],
  ['An export of another file', "export * from '../lib/names'"],
  ['An import that is made later', "const later = () => import('../lib/names')"],
  ['A type that is named where it is used', "let a: import('../lib/names').A"],
  ['The file of a worker', "new Worker(new URL('../lib/names.ts', import.meta.url))"],
])('%s is read', (_name, text) => {
  write('app/user.ts', text)
  expect(readImports(root)).toEqual([{ from: 'app/user.ts', to: 'lib/names.ts' }])
})

test('Every import of a file is read, whatever the endings', () => {
  write('scripts/run.mjs', "import '../lib/names.ts'\nimport '../lib/page.tsx'\n")
  expect(readImports(root).map(({ to }) => to)).toEqual(['lib/names.ts', 'lib/page.tsx'])
})

test.each([
  ['A package', 'app/user.ts', "import { a } from 'zod'"],
  ['A stylesheet', 'app/user.ts', "import './page.css'"],
  ['A test', 'app/user.test.ts', "import '../lib/names'"],
  ['The code of a package', 'node_modules/a/index.mjs', "import '../../lib/names'"],
  ['A build', '.next/server.mjs', "import '../lib/names'"],
])('%s is left out', (_name, file, text) => {
  write('app/page.css', '')
  write(file, text)
  expect(readImports(root)).toEqual([])
})

test('An import of a missing file is refused', () => {
  write('app/user.ts', "import { a } from '@/lib/gone'")
  expect(() => readImports(root)).toThrow('app/user.ts imports @/lib/gone, which does not exist')
})
