/** What is written where no browser reads it, and where English has no conventions for a region. */
const FALLBACK = 'en-GB'

/** The language of the page's texts, as `lang` in app/layout.tsx says. */
function pageLanguage(): string {
  return typeof document === 'undefined' ? 'en' : document.documentElement.lang
}

/**
 * The locale in which numbers, times and lists are written: the page's language, since they stand in
 * its sentences, with the conventions of the browser's region. So a German browser gets `en-DE`.
 */
export function pageLocale(): string {
  if (typeof document === 'undefined') return FALLBACK
  return localeFor(pageLanguage(), navigator.language)
}

/** Pure. @param browserLanguage a BCP 47 tag, such as `de` or `en-US`; a browser may tell something else */
export function localeFor(language: string, browserLanguage: string): string {
  const locale = `${language}-${regionOf(browserLanguage) ?? ''}`
  const isTag = /^[a-z]{2,3}-([A-Z]{2}|\d{3})$/.test(locale)
  return isTag && Intl.NumberFormat(locale).resolvedOptions().locale === locale ? locale : FALLBACK
}

/** Undefined for what is no language tag, as a browser of the locale `C` may have. */
function regionOf(browserLanguage: string): string | undefined {
  try {
    return new Intl.Locale(browserLanguage).maximize().region
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** Makes a formatter once for each locale, since making one takes longer than using it. */
export function perLocale<Formatter>(make: (locale: string) => Formatter): () => Formatter {
  const made = new Map<string, Formatter>()
  return () => {
    const locale = pageLocale()
    const formatter = made.get(locale) ?? make(locale)
    made.set(locale, formatter)
    return formatter
  }
}
