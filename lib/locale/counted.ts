import { perLocale } from './page-locale'

/** A text in each plural form that its language has; `{count}` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

const plurals = perLocale((locale) => new Intl.PluralRules(locale))
const numbers = perLocale((locale) => new Intl.NumberFormat(locale))

/**
 * The text for this count, with the number in it; `shown` takes the place of the plain number. The forms
 * must hold nothing that a person wrote: that could contain the placeholder.
 */
export function counted(count: number, forms: PluralForms, shown?: string): string {
  const text = forms[plurals().select(count)] ?? forms.other
  return text.replace('{count}', () => shown ?? numbers().format(count))
}
