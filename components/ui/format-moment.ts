type Moment = Date | number | string

/** The time of day where the reader is, as in 01:00. @param timeZone for tests */
export function formatTime(moment: Moment, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone })
  return format.format(new Date(moment))
}

/** The day where the reader is, as in 23 September 2026. @param timeZone for tests */
export function formatDate(moment: Moment, timeZone?: string): string {
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone })
  return format.format(new Date(moment))
}

/** Day and time where the reader is, as in 23 September 2026 at 01:00. @param timeZone for tests */
export function formatMoment(moment: Moment, timeZone?: string): string {
  return `${formatDate(moment, timeZone)} at ${formatTime(moment, timeZone)}`
}
