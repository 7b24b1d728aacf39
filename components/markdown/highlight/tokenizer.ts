import { createJavaScriptRegexEngine } from '@shikijs/engine-javascript'
import {
  codeToTokensBase,
  createShikiPrimitiveAsync,
  getLastGrammarState,
  type CodeToTokensBaseOptions,
  type LanguageInput,
  type ShikiPrimitive,
} from '@shikijs/primitive'
import type { Language } from './languages'
import type { Run } from './painted-code'
import { kindOf, theme } from './theme'

/** Reads the next lines of a piece of code. */
export type Tokenize = (lines: readonly string[]) => Run[][]

/** In characters. A longer line is data rather than code that a person reads. */
const LONGEST_LINE = 1_000
/** The first line in a language takes long, since its regular expressions are translated then. */
const LONGEST_MS_OF_A_LINE = 20_000

const grammars: Record<Language, LanguageInput> = {
  abap: () => import('@shikijs/langs/abap'),
  ada: () => import('@shikijs/langs/ada'),
  apex: () => import('@shikijs/langs/apex'),
  applescript: () => import('@shikijs/langs/applescript'),
  asm: () => import('@shikijs/langs/asm'),
  astro: () => import('@shikijs/langs/astro'),
  awk: () => import('@shikijs/langs/awk'),
  bash: () => import('@shikijs/langs/bash'),
  bat: () => import('@shikijs/langs/bat'),
  bibtex: () => import('@shikijs/langs/bibtex'),
  bicep: () => import('@shikijs/langs/bicep'),
  blade: () => import('@shikijs/langs/blade'),
  c: () => import('@shikijs/langs/c'),
  clojure: () => import('@shikijs/langs/clojure'),
  cmake: () => import('@shikijs/langs/cmake'),
  cobol: () => import('@shikijs/langs/cobol'),
  coffee: () => import('@shikijs/langs/coffee'),
  'common-lisp': () => import('@shikijs/langs/common-lisp'),
  cpp: () => import('@shikijs/langs/cpp'),
  crystal: () => import('@shikijs/langs/crystal'),
  csharp: () => import('@shikijs/langs/csharp'),
  css: () => import('@shikijs/langs/css'),
  d: () => import('@shikijs/langs/d'),
  dart: () => import('@shikijs/langs/dart'),
  dax: () => import('@shikijs/langs/dax'),
  diff: () => import('@shikijs/langs/diff'),
  docker: () => import('@shikijs/langs/docker'),
  dotenv: () => import('@shikijs/langs/dotenv'),
  elixir: () => import('@shikijs/langs/elixir'),
  elm: () => import('@shikijs/langs/elm'),
  erlang: () => import('@shikijs/langs/erlang'),
  fish: () => import('@shikijs/langs/fish'),
  'fortran-free-form': () => import('@shikijs/langs/fortran-free-form'),
  fsharp: () => import('@shikijs/langs/fsharp'),
  gdscript: () => import('@shikijs/langs/gdscript'),
  gherkin: () => import('@shikijs/langs/gherkin'),
  gleam: () => import('@shikijs/langs/gleam'),
  glsl: () => import('@shikijs/langs/glsl'),
  go: () => import('@shikijs/langs/go'),
  graphql: () => import('@shikijs/langs/graphql'),
  groovy: () => import('@shikijs/langs/groovy'),
  handlebars: () => import('@shikijs/langs/handlebars'),
  haskell: () => import('@shikijs/langs/haskell'),
  haxe: () => import('@shikijs/langs/haxe'),
  hcl: () => import('@shikijs/langs/hcl'),
  hlsl: () => import('@shikijs/langs/hlsl'),
  html: () => import('@shikijs/langs/html'),
  http: () => import('@shikijs/langs/http'),
  ini: () => import('@shikijs/langs/ini'),
  java: () => import('@shikijs/langs/java'),
  javascript: () => import('@shikijs/langs/javascript'),
  jinja: () => import('@shikijs/langs/jinja'),
  json: () => import('@shikijs/langs/json'),
  jsonnet: () => import('@shikijs/langs/jsonnet'),
  julia: () => import('@shikijs/langs/julia'),
  kotlin: () => import('@shikijs/langs/kotlin'),
  kusto: () => import('@shikijs/langs/kusto'),
  latex: () => import('@shikijs/langs/latex'),
  less: () => import('@shikijs/langs/less'),
  liquid: () => import('@shikijs/langs/liquid'),
  lua: () => import('@shikijs/langs/lua'),
  make: () => import('@shikijs/langs/make'),
  markdown: () => import('@shikijs/langs/markdown'),
  matlab: () => import('@shikijs/langs/matlab'),
  mermaid: () => import('@shikijs/langs/mermaid'),
  nginx: () => import('@shikijs/langs/nginx'),
  nim: () => import('@shikijs/langs/nim'),
  nix: () => import('@shikijs/langs/nix'),
  nushell: () => import('@shikijs/langs/nushell'),
  'objective-c': () => import('@shikijs/langs/objective-c'),
  ocaml: () => import('@shikijs/langs/ocaml'),
  pascal: () => import('@shikijs/langs/pascal'),
  perl: () => import('@shikijs/langs/perl'),
  php: () => import('@shikijs/langs/php'),
  powerquery: () => import('@shikijs/langs/powerquery'),
  powershell: () => import('@shikijs/langs/powershell'),
  prisma: () => import('@shikijs/langs/prisma'),
  prolog: () => import('@shikijs/langs/prolog'),
  proto: () => import('@shikijs/langs/proto'),
  pug: () => import('@shikijs/langs/pug'),
  python: () => import('@shikijs/langs/python'),
  r: () => import('@shikijs/langs/r'),
  racket: () => import('@shikijs/langs/racket'),
  ruby: () => import('@shikijs/langs/ruby'),
  rust: () => import('@shikijs/langs/rust'),
  sass: () => import('@shikijs/langs/sass'),
  scala: () => import('@shikijs/langs/scala'),
  scss: () => import('@shikijs/langs/scss'),
  solidity: () => import('@shikijs/langs/solidity'),
  sql: () => import('@shikijs/langs/sql'),
  svelte: () => import('@shikijs/langs/svelte'),
  swift: () => import('@shikijs/langs/swift'),
  'system-verilog': () => import('@shikijs/langs/system-verilog'),
  tcl: () => import('@shikijs/langs/tcl'),
  terraform: () => import('@shikijs/langs/terraform'),
  toml: () => import('@shikijs/langs/toml'),
  tsx: () => import('@shikijs/langs/tsx'),
  typescript: () => import('@shikijs/langs/typescript'),
  typst: () => import('@shikijs/langs/typst'),
  v: () => import('@shikijs/langs/v'),
  vb: () => import('@shikijs/langs/vb'),
  verilog: () => import('@shikijs/langs/verilog'),
  vhdl: () => import('@shikijs/langs/vhdl'),
  vue: () => import('@shikijs/langs/vue'),
  wasm: () => import('@shikijs/langs/wasm'),
  wgsl: () => import('@shikijs/langs/wgsl'),
  xml: () => import('@shikijs/langs/xml'),
  yaml: () => import('@shikijs/langs/yaml'),
  zig: () => import('@shikijs/langs/zig'),
}

let starting: Promise<ShikiPrimitive> | undefined

function start(): Promise<ShikiPrimitive> {
  // Uses the browser's own regular expressions: the page's policy forbids compiling WebAssembly.
  const engine = createJavaScriptRegexEngine({ forgiving: true })
  return createShikiPrimitiveAsync({ engine, themes: [theme], langs: [] })
}

/** Loads a language's grammar, and makes a reader of one piece of code, which gets its lines in order. */
export async function makeTokenizer(lang: Language): Promise<Tokenize> {
  starting ??= start()
  const primitive = await starting
  await primitive.loadLanguage(grammars[lang])
  let state: Pick<CodeToTokensBaseOptions, 'grammarState'> = {}
  return (lines) =>
    lines.map((line) => {
      const tokens = codeToTokensBase(primitive, line.replace(/\r?\n$/, ''), {
        lang,
        theme: theme.name,
        ...state,
        tokenizeMaxLineLength: LONGEST_LINE,
        tokenizeTimeLimit: LONGEST_MS_OF_A_LINE,
      })
      const grammarState = getLastGrammarState(primitive, tokens)
      state = grammarState ? { grammarState } : {}
      return tokens.flat().map(({ content, color }) => {
        const kind = kindOf(color)
        return { length: content.length, ...(kind !== undefined && { kind }) }
      })
    })
}
