import { describe, expect, it } from 'vitest'
import { languageNamed, type Language } from './languages'
import { append, linesToPaint, unpainted, type Token } from './painted-code'
import { makeTokenizer } from './tokenizer'

async function paint(language: Language, code: string): Promise<Token[]> {
  const tokenize = await makeTokenizer(language)
  const lines = linesToPaint(unpainted, code, true)
  // One line at a time, as they come while the code is written.
  const runs = lines.flatMap((line) => tokenize([line]))
  return append(unpainted, lines, runs).chunks.flatMap(({ tokens }) => tokens)
}

function kindIn(tokens: Token[], text: string): string | undefined {
  return tokens.find((token) => token.text.includes(text))?.kind
}

/** A piece of code in each language, a text in it and the kind of that text. */
const samples: Record<Language, [code: string, text: string, kind: string]> = {
  abap: ['DATA dot TYPE i. " one', 'DATA', 'keyword'],
  ada: ['procedure Dot is begin null; end Dot;', 'procedure', 'keyword'],
  apex: ['public class Dot { Integer x = 1; }', 'public', 'keyword'],
  applescript: ['tell application "Finder"\nend tell', 'Finder', 'string'],
  asm: ['mov eax, 1 ; one', '; one', 'comment'],
  astro: ['---\nconst dot = "hi"\n---\n<p class="a">b</p>', 'class', 'name'],
  awk: ['BEGIN { print "hi" }', 'hi', 'string'],
  bash: ['for f in *; do echo "$f"; done # all', '# all', 'comment'],
  bat: ['REM one\n@echo off', ' one', 'comment'],
  bibtex: ['@book{dot, title = {Stop}}', '@book', 'keyword'],
  bicep: ["param dot string = 'hi' // one", '// one', 'comment'],
  blade: ['<p class="a">{{ $b }}</p>', 'class', 'name'],
  c: ['int main(void) { return 0; }', 'return', 'keyword'],
  clojure: ['(defn dot [x] "hi")', 'hi', 'string'],
  cmake: ['set(DOT "one") # one', '# one', 'comment'],
  cobol: ['       DISPLAY "hi".', 'hi', 'string'],
  coffee: ['dot = "hi" # one', '# one', 'comment'],
  'common-lisp': ['(defun dot (x) "hi")', 'hi', 'string'],
  cpp: ['class Dot { public: int x = 1; };', 'class', 'keyword'],
  crystal: ['def dot\n  "hi"\nend', 'def', 'keyword'],
  csharp: ['public class Dot { int x = 1; }', 'public', 'keyword'],
  css: ['a { color: #fff; /* white */ }', 'white', 'comment'],
  d: ['void main() { return; }', 'return', 'keyword'],
  dart: ["final x = 'hi';", 'hi', 'string'],
  dax: ['Dot = SUM(A[b]) // one', '// one', 'comment'],
  diff: ['-old\n+new', '+new', 'inserted'],
  docker: ['FROM node:24\nRUN npm ci', 'FROM', 'keyword'],
  dotenv: ['PORT=3000 # one', '# one', 'comment'],
  elixir: ['def dot, do: "hi"', 'hi', 'string'],
  elm: ['dot = "hi" -- one', 'hi', 'string'],
  erlang: ['dot() -> "hi". % one', '% one', 'comment'],
  fish: ['echo "hi" # one', 'hi', 'string'],
  'fortran-free-form': ["print *, 'hi' ! one", '! one', 'comment'],
  fsharp: ['let dot = "hi"', 'let', 'keyword'],
  gdscript: ['func dot():\n\treturn "hi"', 'hi', 'string'],
  gherkin: ['Feature: Stop\n  # one', '# one', 'comment'],
  gleam: ['pub fn dot() { "hi" }', 'hi', 'string'],
  glsl: ['void main() { return; } // one', '// one', 'comment'],
  go: ['func main() { x := "hi" }', 'hi', 'string'],
  graphql: ['query Dot { a(b: "hi") }', 'hi', 'string'],
  groovy: ['def dot = "hi"', 'hi', 'string'],
  handlebars: ['<p class="a">{{b}}</p>', 'class', 'name'],
  haskell: ['dot :: Int\ndot = 1 -- one', '-- one', 'comment'],
  haxe: ['var dot = "hi"; // one', '// one', 'comment'],
  hcl: ['dot = "hi" # one', '# one', 'comment'],
  hlsl: ['float4 main() { return 1; } // one', '// one', 'comment'],
  html: ['<p class="a">b</p>', 'class', 'name'],
  http: ['GET / HTTP/1.1\nHost: a.example', 'GET', 'keyword'],
  ini: ['[dot]\na = 1\n; one', '; one', 'comment'],
  java: ['public class Dot { int x = 1; }', 'public', 'keyword'],
  javascript: ['const x = `a ${b}`', 'const', 'keyword'],
  jinja: ['{% if dot %}{# one #}{% endif %}', 'one', 'comment'],
  json: ['{"a": 1}', '1', 'number'],
  jsonnet: ['{ a: "hi" } // one', '// one', 'comment'],
  julia: ['function dot() "hi" end', 'function', 'keyword'],
  kotlin: ['val dot = "hi"', 'hi', 'string'],
  kusto: ['dot | where a == 1 // one', '// one', 'comment'],
  latex: ['\\section{Stop} % one', '% one', 'comment'],
  less: ['@dot: 1px; // one', '// one', 'comment'],
  liquid: ['{% comment %}one{% endcomment %}<p class="a">', 'one', 'comment'],
  lua: ['local dot = "hi"', 'local', 'keyword'],
  make: ['dot = one # one\ndot: one\n\techo hi', '# one', 'comment'],
  markdown: ['# Title', 'Title', 'keyword'],
  matlab: ["dot = 'hi'; % one", '% one', 'comment'],
  mermaid: ['graph TD\n  A --> B', 'graph', 'keyword'],
  nginx: ['server { listen 80; } # one', '# one', 'comment'],
  nim: ['let dot = "hi" # one', 'hi', 'string'],
  nix: ['{ dot = "hi"; } # one', '# one', 'comment'],
  nushell: ['let dot = "hi" # one', '# one', 'comment'],
  'objective-c': ['@interface Dot : NSObject\n@end // one', '// one', 'comment'],
  ocaml: ['let dot = "hi" (* one *)', 'one', 'comment'],
  pascal: ["begin dot := 'hi'; end.", 'hi', 'string'],
  perl: ['my $dot = "hi"; # one', '# one', 'comment'],
  php: ['<?php\n$dot = "hi"; // one', '// one', 'comment'],
  powerquery: ['let a = 1 in a // one', '// one', 'comment'],
  powershell: ['$dot = "hi" # one', '# one', 'comment'],
  prisma: ['model Dot { id Int @id } // one', '// one', 'comment'],
  prolog: ['dot(X) :- one(X). % one', '% one', 'comment'],
  proto: ['message Dot { string a = 1; } // one', '// one', 'comment'],
  pug: ['p(class="a") b', 'class', 'name'],
  python: ['def f():\n    return "x"', 'def', 'keyword'],
  r: ['dot <- "hi" # one', '# one', 'comment'],
  racket: ['(define dot "hi") ; one', 'hi', 'string'],
  ruby: ['def dot\n  "hi"\nend', 'def', 'keyword'],
  rust: ['fn main() { let x = 1; }', 'let', 'keyword'],
  sass: ['$dot: 1px // one', '// one', 'comment'],
  scala: ['val dot = "hi"', 'val', 'keyword'],
  scss: ['$dot: 1px; // one', '// one', 'comment'],
  solidity: ['contract Dot { uint a = 1; } // one', '// one', 'comment'],
  sql: ["SELECT 'a' FROM t", 'SELECT', 'keyword'],
  svelte: ['<p class="a">{b}</p>', 'class', 'name'],
  swift: ['let dot = "hi"', 'let', 'keyword'],
  'system-verilog': ['module dot; endmodule // one', '// one', 'comment'],
  tcl: ['set dot "hi" ;# one', 'hi', 'string'],
  terraform: ['resource "a" "b" { c = 1 } # one', '# one', 'comment'],
  toml: ['[dot]\na = "hi" # one', '# one', 'comment'],
  tsx: ['const a = <p id="x">{b}</p>', 'const', 'keyword'],
  typescript: ['type A = { b: string }', 'type', 'keyword'],
  typst: ['#let dot = "hi" // one', '// one', 'comment'],
  v: ['fn main() { dot := "hi" }', 'fn', 'keyword'],
  vb: ['Dim dot = "hi" \' one', 'hi', 'string'],
  verilog: ['module dot; endmodule // one', '// one', 'comment'],
  vhdl: ['entity dot is end; -- one', '-- one', 'comment'],
  vue: ['<template><p class="a">b</p></template>', 'class', 'name'],
  wasm: ['(module) ;; one', ';; one', 'comment'],
  wgsl: ['fn main() { let dot = 1; } // one', '// one', 'comment'],
  xml: ['<dot a="b"/>', 'a', 'name'],
  yaml: ['a: 1 # one', '# one', 'comment'],
  zig: ['const dot = "hi"; // one', '// one', 'comment'],
}

describe('makeTokenizer', () => {
  it.each(Object.entries(samples))(
    'the tokenizer knows %s',
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

  it('the tokenizer goes on in the state in which the line before ended', async () => {
    const tokens = await paint('javascript', '/* a\nlet b\n*/ let c')
    const declarations = tokens.filter(({ text }) => text.startsWith('let'))
    expect(declarations.map(({ kind }) => kind)).toEqual(['comment', 'keyword'])
  })

  it('the tokenizer compiles no WebAssembly, which the policy of the page forbids', async () => {
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
  it('languageNamed knows the names that models use, and no property of a JavaScript object', () => {
    expect(['TS', 'py', 'sh', 'Dockerfile', 'c++', 'jsx', 'yml'].map(languageNamed)).toEqual([
      'typescript',
      'python',
      'bash',
      'docker',
      'cpp',
      'tsx',
      'yaml',
    ])
    expect(
      ['C#', 'rb', 'ps1', 'kt', 'objc', 'proto3', 'VBA', 'tf', 'Makefile'].map(languageNamed),
    ).toEqual([
      'csharp',
      'ruby',
      'powershell',
      'kotlin',
      'objective-c',
      'proto',
      'vb',
      'terraform',
      'make',
    ])
    for (const name of ['', 'constructor', '__proto__', 'klingon', '.', '12:14:a.ts', 'jsx2ts']) {
      expect(languageNamed(name)).toBeUndefined()
    }
  })

  it.each([
    ['js:src/app.js', 'javascript'],
    ['ts{1,3}', 'typescript'],
    ['{python}', 'python'],
    ['{.python}', 'python'],
    ['rust,ignore', 'rust'],
    ['python3.12', 'python'],
    ['c++17', 'cpp'],
    ['java=', 'java'],
    ['proto3:a.proto', 'proto'],
    [`go:${'a'.repeat(5_000)}`, 'go'],
  ])('languageNamed finds the name among other signs: %s', (name, language) => {
    expect(languageNamed(name)).toBe(language)
  })
})
