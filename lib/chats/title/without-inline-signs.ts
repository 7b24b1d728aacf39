import type { Keep } from './kept-pieces'
import { untilSettled } from './until-settled'

const CODE = /(?<![`\\])(`+)(?!`)(.*?[^`])\1(?!`)/g
const FORMULA = /(?:\\\(|\\\[|\$\$)(.+?)(?:\\\)|\\\]|\$\$)/g
const DOLLARS = /(?<![\\$\w])\$(?![\s$])([^$]*[^\s$\\])\$(?![$\w])/g
const ESCAPED = /\\([*_`#~])/g
const AUTOLINK = /<([^\s<>]+[@:][^\s<>]+)>/g
const ADDRESS = /(?:https?|ftp|mailto):[^\s<>]*[^\s<>.,;:!?'"*_~)\]]/giu

/** A link, or an image; also one that is cut by the end of the text. */
const LINK = (() => {
  const words = String.raw`\[((?:[^\[\]]|\[[^\[\]]*\])*)\]`
  const address = String.raw`(<[^<>]*>|(?:[^\s()]|\([^\s()]*\))*)`
  const title = String.raw`(?:\s+(?:"[^"]*"|'[^']*'))?`
  return new RegExp(String.raw`!?${words}\(\s*${address}${title}\s*(?:\)|$)`, 'g')
})()
/** Tells an address from the argument of a function: `names[0](each)`. */
const LIKE_ADDRESS = /^$|[/.#:]/

/** Names of programs that Markdown would take for strong: `__init__`. */
const NAMES =
  'all|call|class|del|dict|dirname|doc|enter|eq|exit|file|filename|getattr|getitem|hash|init|iter|' +
  'len|main|name|new|next|proto|repr|setattr|setitem|slots|str|typename'

/** Letters of scripts that separate words by spaces: no emphasis begins behind one, or ends before it. */
const LETTER = String.raw`[[\p{L}\p{N}]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]]`

const EMPHASES = ['***', '**', '__', '~~', '*', '_'].map((signs) => {
  const sign = signs.startsWith('*') ? String.raw`\*` : signs.slice(-1)
  const all = sign.repeat(signs.length)
  const name = signs === '__' ? `(?!(?:${NAMES})__)` : ''
  const opening = String.raw`(?<!${LETTER}|${sign})${all}${name}(?![\s.,;:!?\/${sign}])`
  return new RegExp(String.raw`${opening}(.*?[^\s${sign}])${all}(?!${LETTER}|${sign})`, 'gv')
})

/** Strong signs may end inside a word: **closure**s. */
const STRONG_BEGINNING = new RegExp(
  String.raw`(?<!${LETTER}|[*~])(\*\*|~~)([\p{L}\p{N}.'’\-]+)\1(?=${LETTER})`,
  'gv',
)

/** A line without the signs of emphasis, links, code and formulas. */
export function withoutInlineSigns(line: string, keep: Keep): string {
  const words = withoutPieces(line, keep).replaceAll(STRONG_BEGINNING, '$2')
  return untilSettled(words, (text) =>
    EMPHASES.reduce((rest, emphasis) => rest.replaceAll(emphasis, '$1'), text),
  )
}

/** Code, formulas and addresses are kept as they are; only the signs around them go. */
function withoutPieces(line: string, keep: Keep): string {
  const keepInside = (_: string, inside: string) => keep(inside.trim())
  const withoutCode = line
    .replaceAll(CODE, (_, _ticks, code: string) => keep(code.trim()))
    .replaceAll(FORMULA, keepInside)
    .replaceAll(DOLLARS, (all, formula: string) => (isFormula(formula) ? keep(formula) : all))
    .replaceAll(ESCAPED, keepInside)
  return untilSettled(withoutCode, (text) => text.replaceAll(LINK, wordsOfLink(keep)))
    .replaceAll(AUTOLINK, keepInside)
    .replaceAll(ADDRESS, keep)
}

/** A text between dollars may stand between two prices. */
function isFormula(text: string): boolean {
  return /^\p{L}$/u.test(text) || /[\\^_={}]|^[^\d\s].*[+*/<>-]/.test(text)
}

function wordsOfLink(keep: Keep) {
  return (link: string, words: string, destination: string): string => {
    const address = destination.replaceAll(/^<|>$/g, '')
    if (!LIKE_ADDRESS.test(address) && !link.startsWith('!')) return link
    if (words.trim() !== '' || /^data:/i.test(address)) return words
    return keep(address)
  }
}
