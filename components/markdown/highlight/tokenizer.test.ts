import { describe, expect, it } from 'vitest'
import { languageNamed, type Language } from './languages'
import { append, linesToPaint, unpainted, type Token } from './painted-code'
import { makeTokenizer } from './tokenizer'

async function paint(language: Language, code: string): Promise<Token[]> {
  const tokenize = await makeTokenizer(language)
  const lines = linesToPaint(unpainted, code, true)
  // One at a time, as they come while the code is written.
  const runs = lines.flatMap((line) => tokenize([line]))
  return append(unpainted, lines, runs).chunks.flatMap(({ tokens }) => tokens)
}

function kindIn(tokens: Token[], text: string): string | undefined {
  return tokens.find((token) => token.text.includes(text))?.kind
}

/** A piece of each language, a text in it and what that is. */
const samples: Record<Language, [code: string, text: string, kind: string]> = {
  bash: ['for f in *; do echo "$f"; done # all', '# all', 'comment'],
  c: ['int main(void) { return 0; }', 'return', 'keyword'],
  cpp: ['class Dot { public: int x = 1; };', 'class', 'keyword'],
  css: ['a { color: #fff; /* white */ }', 'white', 'comment'],
  diff: ['-old\n+new', '+new', 'inserted'],
  docker: ['FROM node:24\nRUN npm ci', 'FROM', 'keyword'],
  go: ['func main() { x := "hi" }', 'hi', 'string'],
  html: ['<p class="a">b</p>', 'class', 'name'],
  java: ['public class Dot { int x = 1; }', 'public', 'keyword'],
  javascript: ['const x = `a ${b}`', 'const', 'keyword'],
  json: ['{"a": 1}', '1', 'number'],
  markdown: ['# Title', 'Title', 'keyword'],
  python: ['def f():\n    return "x"', 'def', 'keyword'],
  rust: ['fn main() { let x = 1; }', 'let', 'keyword'],
  sql: ["SELECT 'a' FROM t", 'SELECT', 'keyword'],
  tsx: ['const a = <p id="x">{b}</p>', 'const', 'keyword'],
  typescript: ['type A = { b: string }', 'type', 'keyword'],
  yaml: ['a: 1 # one', '# one', 'comment'],
}

describe('makeTokenizer', () => {
  it.each(Object.entries(samples))(
    'knows %s',
    { timeout: 60_000 },
    async (name, [code, text, kind]) => {
      const language = languageNamed(name)
      expect(language).toBe(name)
      if (!language) return
      const tokens = await paint(language, code)
      expect(tokens.map((token) => token.text).join('')).toBe(code)
      expect(kindIn(tokens, text)).toBe(kind)
    },
  )

  it('goes on in the state in which the line before ended', async () => {
    const tokens = await paint('javascript', '/* a\nlet b\n*/ let c')
    const declarations = tokens.filter(({ text }) => text.startsWith('let'))
    expect(declarations.map(({ kind }) => kind)).toEqual(['comment', 'keyword'])
  })

  it('compiles no WebAssembly, which the policy of the page forbids', async () => {
    const { instantiate } = WebAssembly
    let isCompiled = false
    WebAssembly.instantiate = () => {
      isCompiled = true
      throw new Error('forbidden')
    }
    await paint('go', 'func main() {}')
    WebAssembly.instantiate = instantiate
    expect(isCompiled).toBe(false)
  })
})

describe('languageNamed', () => {
  it('knows how models call them, and nothing that is an object of JavaScript', () => {
    expect(['TS', 'py', 'sh', 'Dockerfile', 'c++', 'jsx', 'yml'].map(languageNamed)).toEqual([
      'typescript',
      'python',
      'bash',
      'docker',
      'cpp',
      'tsx',
      'yaml',
    ])
    for (const name of ['', 'constructor', '__proto__', 'klingon']) {
      expect(languageNamed(name)).toBeUndefined()
    }
  })
})
