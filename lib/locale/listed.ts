import { perLocale } from './page-locale'

const conjunctions = perLocale((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }))

/** As in "OpenAI, Ollama and lab". */
export function listed(items: readonly string[]): string {
  return conjunctions().format(items)
}
