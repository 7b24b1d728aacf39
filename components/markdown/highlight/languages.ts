/**
 * The languages that are coloured, with the other names that models give them. Each grammar is a file
 * of its own, which is loaded with the first code in its language.
 */
const names = {
  abap: '',
  ada: 'adb ads',
  apex: '',
  applescript: '',
  asm: 'assembly nasm x86asm',
  astro: '',
  awk: 'gawk',
  bash: 'sh shell zsh console shellscript shell-session shellsession',
  bat: 'batch cmd dosbatch',
  bibtex: 'bib',
  bicep: '',
  blade: '',
  c: 'h',
  clojure: 'clj cljs cljc edn',
  cmake: 'cmakelists cmakelists.txt',
  cobol: 'cbl',
  coffee: 'coffeescript',
  'common-lisp': 'lisp cl elisp emacs-lisp',
  cpp: 'c++ cc cxx hpp arduino ino cuda cu',
  crystal: 'cr',
  csharp: 'cs c#',
  css: '',
  d: 'dlang',
  dart: 'flutter',
  dax: '',
  diff: 'patch',
  docker: 'dockerfile containerfile',
  dotenv: 'env .env',
  elixir: 'ex exs heex iex',
  elm: '',
  erlang: 'erl',
  fish: '',
  'fortran-free-form': 'fortran f90 f95 f03 f08',
  fsharp: 'fs f#',
  gdscript: 'gd godot',
  gherkin: 'cucumber feature',
  gleam: '',
  glsl: 'shader vert frag',
  go: 'golang',
  graphql: 'gql',
  groovy: 'gradle jenkinsfile',
  handlebars: 'hbs mustache',
  haskell: 'hs',
  haxe: 'hx',
  hcl: '',
  hlsl: '',
  html: 'htm xhtml',
  http: 'https rest',
  ini: 'cfg conf properties editorconfig gitconfig systemd desktop',
  java: '',
  javascript: 'js mjs cjs node es6',
  jinja: 'jinja2 j2 twig django',
  json: 'jsonc json5 jsonl ndjson geojson webmanifest',
  jsonnet: '',
  julia: 'jl',
  kotlin: 'kt kts',
  kusto: 'kql',
  latex: 'tex',
  less: '',
  liquid: '',
  lua: 'luau',
  make: 'makefile mk gnumake',
  markdown: 'md mdx',
  matlab: 'octave',
  mermaid: 'mmd',
  nginx: 'nginxconf',
  nim: '',
  nix: '',
  nushell: 'nu',
  'objective-c': 'objectivec objc obj-c',
  ocaml: 'ml mli',
  pascal: 'delphi pas objectpascal',
  perl: 'pl pm',
  php: '',
  powerquery: 'powerquerym pq',
  powershell: 'ps1 ps pwsh psm1',
  prisma: '',
  prolog: '',
  proto: 'protobuf proto3',
  pug: 'jade',
  python: 'py python3 py3 pyi pycon ipython gyp',
  r: 'rlang rscript',
  racket: 'rkt scheme scm',
  ruby: 'rb gemfile rakefile erb irb',
  rust: 'rs',
  sass: '',
  scala: 'sc sbt',
  scss: '',
  solidity: 'sol',
  sql: 'mysql postgres postgresql pgsql sqlite plsql plpgsql tsql mssql mariadb bigquery snowflake cql',
  svelte: '',
  swift: 'swiftui',
  'system-verilog': 'systemverilog sv',
  tcl: '',
  terraform: 'tf tfvars',
  toml: '',
  tsx: 'jsx react',
  typescript: 'ts mts cts deno',
  typst: 'typ',
  v: 'vlang',
  vb: 'vbnet visualbasic vba vbscript basic',
  verilog: '',
  vhdl: '',
  vue: '',
  wasm: 'wat webassembly',
  wgsl: '',
  xml: 'svg xsl xslt xsd rss plist xaml csproj pom',
  yaml: 'yml',
  zig: 'zon',
}

export type Language = keyof typeof names

const byName = new Map(
  Object.keys(names)
    .filter((id) => isLanguage(id))
    .flatMap((id) => [id, ...names[id].split(' ')].map((name) => [name, id] as const)),
)

function isLanguage(id: string): id is Language {
  return Object.hasOwn(names, id)
}

/** In characters. A model may write anything after a fence. */
const LONGEST_NAME = 200
/** A name among other signs: `{python}`, `js:src/a.js`, `ts,ignore`. It may end with a version. */
const NAME = /^\{?\.?([a-z][\w+#-]*?)([\d.]*)(?:[:,;{}=(].*)?$/i

/** The language that a fence names; undefined if it is not one of those that are coloured. */
export function languageNamed(name: string): Language | undefined {
  const [, plain = '', version = ''] = NAME.exec(name.slice(0, LONGEST_NAME)) ?? []
  return [name, plain + version, plain]
    .map((one) => (one === '' ? undefined : byName.get(one.toLowerCase())))
    .find((language) => language !== undefined)
}
