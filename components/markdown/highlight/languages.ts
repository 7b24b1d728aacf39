/** The languages that are coloured. Each one's grammar is a file of its own. */
export type Language =
  | 'bash'
  | 'c'
  | 'cpp'
  | 'css'
  | 'diff'
  | 'docker'
  | 'go'
  | 'html'
  | 'java'
  | 'javascript'
  | 'json'
  | 'markdown'
  | 'python'
  | 'rust'
  | 'sql'
  | 'tsx'
  | 'typescript'
  | 'yaml'

/** How models name them, beside their own name. */
const names: Record<Language, string> = {
  bash: 'sh shell zsh console shellscript shell-session',
  c: 'h',
  cpp: 'c++ cc cxx hpp',
  css: '',
  diff: 'patch',
  docker: 'dockerfile',
  go: 'golang',
  html: 'htm xhtml',
  java: '',
  javascript: 'js mjs cjs node',
  json: 'jsonc json5 jsonl',
  markdown: 'md mdx',
  python: 'py python3',
  rust: 'rs',
  sql: 'mysql postgres postgresql sqlite plsql',
  tsx: 'jsx',
  typescript: 'ts mts cts',
  yaml: 'yml',
}

const byName = new Map(
  Object.keys(names)
    .filter((id) => isLanguage(id))
    .flatMap((id) => [id, ...names[id].split(' ')].map((name) => [name, id] as const)),
)

function isLanguage(id: string): id is Language {
  return Object.hasOwn(names, id)
}

/** The language that a fence names; undefined where it is none that is coloured. */
export function languageNamed(name: string): Language | undefined {
  return name === '' ? undefined : byName.get(name.toLowerCase())
}
