import { UNTITLED } from '@/lib/contract/chat'
import { titleOf } from './title'

/** A label that models put before a name, although they are asked for the name alone. */
const LABEL = /^(title|name|chat title|chat name)\s*[:：]\s*/i

const QUOTES = /^["'“”„‘’«»「『]+|["'“”„‘’«»」』]+$/gu

/** The title in a model's reply: its first line, without Markdown. Undefined where there is none. */
export function saidTitle(said: string): string | undefined {
  const first = said.split('\n').find((line) => /[\p{L}\p{N}\p{S}]/u.test(line)) ?? ''
  const plain = withoutMarkdown(first).trim().replace(LABEL, '').replaceAll(QUOTES, '')
  const title = titleOf(withoutMarkdown(plain).replace(/(?<!\.)[.。]\s*$/u, ''))
  return title === UNTITLED ? undefined : title
}

function withoutMarkdown(line: string): string {
  return line
    .replace(/^\s*(?:#{1,6}|[-*+>]|\d{1,3}[.)])\s+/, '')
    .replaceAll(/!?\[([^\][]*)\]\([^()\s]*\)/g, '$1')
    .replaceAll(/\*\*|__|~~|`/g, '')
    .replaceAll(/(?<![\p{L}\p{N}*_])([*_])(?=\S)([^*_]+)(?<=\S)\1(?![\p{L}\p{N}*_])/gu, '$2')
    .trim()
}
