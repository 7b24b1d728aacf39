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

/** Reads the next lines of a code. */
export type Tokenize = (lines: readonly string[]) => Run[][]

/** A longer line is data rather than code to read. */
const LONGEST_LINE = 1_000
/** The first line of a language takes long: its regular expressions are translated there. */
const LONGEST_MS_OF_A_LINE = 20_000

const grammars: Record<Language, LanguageInput> = {
  bash: () => import('@shikijs/langs/bash'),
  c: () => import('@shikijs/langs/c'),
  cpp: () => import('@shikijs/langs/cpp'),
  css: () => import('@shikijs/langs/css'),
  diff: () => import('@shikijs/langs/diff'),
  docker: () => import('@shikijs/langs/docker'),
  go: () => import('@shikijs/langs/go'),
  html: () => import('@shikijs/langs/html'),
  java: () => import('@shikijs/langs/java'),
  javascript: () => import('@shikijs/langs/javascript'),
  json: () => import('@shikijs/langs/json'),
  markdown: () => import('@shikijs/langs/markdown'),
  python: () => import('@shikijs/langs/python'),
  rust: () => import('@shikijs/langs/rust'),
  sql: () => import('@shikijs/langs/sql'),
  tsx: () => import('@shikijs/langs/tsx'),
  typescript: () => import('@shikijs/langs/typescript'),
  yaml: () => import('@shikijs/langs/yaml'),
}

let starting: Promise<ShikiPrimitive> | undefined

function start(): Promise<ShikiPrimitive> {
  // Regular expressions of the browser itself: the page's policy forbids to compile WebAssembly.
  const engine = createJavaScriptRegexEngine({ forgiving: true })
  return createShikiPrimitiveAsync({ engine, themes: [theme], langs: [] })
}

/** Loads a language's grammar, and gives what reads one code, some lines after the other. */
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
