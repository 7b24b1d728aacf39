/** The English for tests, and for a region whose English Intl does not know. */
const ENGLISH = 'en-GB'

const known = new Map<string, string>()

/**
 * The locale in which numbers, times and lists are written: the page's language, since they stand in
 * its sentences, with the conventions of the browser's region. So a German browser gets `en-DE`.
 */
export function pageLocale(): string {
  if (typeof document === 'undefined') return ENGLISH
  const { lang } = document.documentElement
  const { language } = navigator
  const key = `${lang} ${language}`
  // Finding the locale takes longer than formatting.
  const locale = known.get(key) ?? localeFor(lang, language)
  known.set(key, locale)
  return locale
}

/** Pure. @param browserLanguage a BCP 47 tag, such as `de` or `en-US` */
export function localeFor(pageLanguage: string, browserLanguage: string): string {
  const region = regionOf(browserLanguage)
  const wanted = region === undefined ? pageLanguage : `${pageLanguage}-${region}`
  // Intl leaves out a region that it does not know with this language.
  const { locale } = new Intl.NumberFormat(wanted).resolvedOptions()
  return locale === 'en' ? ENGLISH : locale
}

/** Undefined where the browser names no language, as it may when started in the locale `C`. */
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
