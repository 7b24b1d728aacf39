const count = new Intl.NumberFormat('en')
const rough = new Intl.NumberFormat('en', { maximumSignificantDigits: 2 })
const dollars = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'USD',
  minimumSignificantDigits: 1,
  maximumSignificantDigits: 2,
})
const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' })

/** As in 1,212. */
export function formatCount(number: number): string {
  return count.format(number)
}

/** An estimate, as in 1,200. */
export function formatRoughly(number: number): string {
  return rough.format(number)
}

/** Answers cost little: as in $0.0021. @param amount in US dollars */
export function formatCost(amount: number): string {
  return amount > 0 && amount < 0.000_01 ? 'less than $0.00001' : dollars.format(amount)
}

/** Seconds with one decimal, from a minute on minutes and seconds; short times in milliseconds. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}

/** A time that somebody has set: as in 30 s, 1.5 s or 2 min. */
export function formatSpan(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds} ms`
  if (milliseconds < 60_000) return `${count.format(milliseconds / 1000)} s`
  const minutes = Math.floor(milliseconds / 60_000)
  const rest = milliseconds % 60_000
  return rest === 0 ? `${minutes} min` : `${minutes} min ${formatSpan(rest)}`
}

/** As in 23 September 2026. @param date as in 2026-09-23 */
export function formatDay(date: string): string {
  return day.format(new Date(date))
}
