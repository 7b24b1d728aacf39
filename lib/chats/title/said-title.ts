import { UNTITLED } from '@/lib/contract/chat'
import { titleOf } from './title'

/** A label that models put before a name, although they are asked for the name alone. */
const LABEL = /^(title|name|chat title|chat name)\s*[:：]\s*/i

const QUOTES = /^["'“”„‘’«»「『]+|["'“”„‘’«»」』]+$/gu

const QUOTE_INSIDE = /["“”„«»「」『』]/
const FENCE = /^\s*(?:`{3}|~{3})/

/** The title in a model's reply: its first line, without Markdown. Undefined where there is none. */
export function saidTitle(said: string): string | undefined {
  const lines = said.split('\n').filter((line) => !FENCE.test(line))
  const first = lines.find((line) => /[\p{L}\p{N}\p{S}]/u.test(line)) ?? ''
  const plain = withoutQuotes(withoutMarkdown(first).trim().replace(LABEL, ''))
  const title = titleOf(withoutMarkdown(plain).replace(/(?<!\.)[.。]\s*$/u, ''))
  return title === UNTITLED ? undefined : title
}

/** Quotation marks around a whole title go; those around some of its words stay. */
function withoutQuotes(title: string): string {
  const inside = title.replaceAll(QUOTES, '')
  return QUOTE_INSIDE.test(inside) ? title : inside
}

function withoutMarkdown(line: string): string {
  return line
    .replace(/^\s*(?:#{1,6}|[-*+>]|\d{1,3}[.)])\s+/, '')
    .replaceAll(/!?\[([^\][]*)\]\([^()\s]*\)/g, '$1')
    .replaceAll(/\*\*|__|~~|`/g, '')
    .replaceAll(/(?<![\p{L}\p{N}*_])([*_])(?=\S)([^*_]+)(?<=\S)\1(?![\p{L}\p{N}*_])/gu, '$2')
    .trim()
}
