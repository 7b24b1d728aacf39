import { perLocale } from './page-locale'

/** A text in each plural form that its language has; `{count}` stands for the number. */
export type PluralForms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

const plurals = perLocale((locale) => new Intl.PluralRules(locale))
const numbers = perLocale((locale) => new Intl.NumberFormat(locale))

/**
 * The text for so many, the number in it. `shown` is the number as the text has it, where that is not
 * simply the count. Nothing that a person wrote may be in the forms: it could hold the placeholder.
 */
export function counted(count: number, forms: PluralForms, shown?: string): string {
  const text = forms[plurals().select(count)] ?? forms.other
  return text.replace('{count}', () => shown ?? numbers().format(count))
}
