import { perLocale } from './page-locale'

const counts = perLocale((locale) => new Intl.NumberFormat(locale))
const roughCounts = perLocale(
  (locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 }),
)
const dollars = perLocale(
  (locale) =>
    new Intl.NumberFormat(locale, {
      style: 'currency',
      currency: 'USD',
      currencyDisplay: 'narrowSymbol',
      minimumSignificantDigits: 1,
      maximumSignificantDigits: 2,
    }),
)
const tenths = perLocale(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
)
const days = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
)

/** A smaller cost is only said to be less than this, in US dollars. */
const LEAST_COST = 0.000_01

/** As in 1,212. */
export function formatCount(number: number): string {
  return counts().format(number)
}

/** An estimate, as in 1,200. */
export function formatRoughly(number: number): string {
  return roughCounts().format(number)
}

/** As in $0.0021, since answers cost little. @param amount in US dollars */
export function formatCost(amount: number): string {
  if (amount === 0 || amount >= LEAST_COST) return dollars().format(amount)
  return `less than ${dollars().format(LEAST_COST)}`
}

/** In milliseconds below a second, seconds with one decimal below a minute, else minutes and seconds. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return inMilliseconds(Math.round(milliseconds))
  if (milliseconds < 60_000) return inSeconds(tenths().format(milliseconds / 1000))
  const seconds = Math.round(milliseconds / 1000)
  return inMinutesAndSeconds(Math.floor(seconds / 60), formatCount(seconds % 60))
}

/** A time that somebody has set, as in 30 s, 1.5 s or 2 min. */
export function formatSpan(milliseconds: number): string {
  if (milliseconds < 1000) return inMilliseconds(milliseconds)
  if (milliseconds < 60_000) return inSeconds(formatCount(milliseconds / 1000))
  const minutes = Math.floor(milliseconds / 60_000)
  const rest = milliseconds % 60_000
  return rest === 0 ? inMinutes(minutes) : inMinutesAndSeconds(minutes, formatCount(rest / 1000))
}

/** Whole seconds, as in 12 s. */
export function formatSeconds(seconds: number): string {
  return inSeconds(formatCount(seconds))
}

/** As in 23 September 2026. @param date as in 2026-09-23 */
export function formatDay(date: string): string {
  return days().format(new Date(date))
}

// The units by their international symbols, which Intl spells in its own way in each language.
const inMilliseconds = (count: number) => `${formatCount(count)} ms`
const inSeconds = (count: string) => `${count} s`
const inMinutes = (count: number) => `${formatCount(count)} min`
const inMinutesAndSeconds = (minutes: number, seconds: string) =>
  `${formatCount(minutes)} min ${seconds} s`
