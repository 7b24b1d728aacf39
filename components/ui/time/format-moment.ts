import { pageLocale } from '@/lib/locale/page-locale'

type Moment = Date | number | string

/** The time of day where the reader is, as in 01:00 or 1:00 AM. @param timeZone for tests */
export function formatTime(moment: Moment, timeZone?: string): string {
  return format(moment, { timeStyle: 'short', timeZone })
}

/** The day where the reader is, as in 23 September 2026. @param timeZone for tests */
export function formatDate(moment: Moment, timeZone?: string): string {
  return format(moment, { dateStyle: 'long', timeZone })
}

/** Day and time where the reader is, as in 23 September 2026 at 01:00. @param timeZone for tests */
export function formatMoment(moment: Moment, timeZone?: string): string {
  return format(moment, { dateStyle: 'long', timeStyle: 'short', timeZone })
}

function format(
  moment: Moment,
  style: Pick<Intl.DateTimeFormatOptions, 'dateStyle' | 'timeStyle'> & {
    timeZone: string | undefined
  },
): string {
  return new Intl.DateTimeFormat(pageLocale(), style).format(new Date(moment))
}
