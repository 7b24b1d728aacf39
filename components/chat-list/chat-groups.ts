import type { Chat } from '@/lib/contract/chat'
import { perLocale } from '@/lib/locale/page-locale'

export type ChatGroup = { name: string; chats: Chat[] }

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * Groups chats by the time of their last change, in the calendar of this time zone (the browser's
 * unless given). Pinned chats come first. Keeps the order of the chats within a group. Pure.
 */
export function groupChats(chats: readonly Chat[], now: Date, timeZone?: string): ChatGroup[] {
  const calendar = calendarOf(timeZone)
  const today = calendar(now)
  const groups = new Map<string, Chat[]>([['Pinned', []]])
  for (const chat of chats) {
    const name = chat.pinned ? 'Pinned' : nameOf(calendar(new Date(chat.updatedAt)), today)
    groups.set(name, [...(groups.get(name) ?? []), chat])
  }
  return [...groups]
    .map(([name, members]) => ({ name, chats: members }))
    .filter((group) => group.chats.length > 0)
}

/** `month` counts from 1, `number` days since 1970. */
type CalendarDay = { year: number; month: number; number: number }

/** Days are counted by their dates: a day on which the clocks go forward has 23 hours. */
function calendarOf(timeZone: string | undefined): (time: Date) => CalendarDay {
  const format = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    timeZone,
  })
  return (time) => {
    const parts = new Map(
      format.formatToParts(time).map(({ type, value }) => [type, Number(value)]),
    )
    const year = parts.get('year') ?? 0
    const month = parts.get('month') ?? 1
    const number = Date.UTC(year, month - 1, parts.get('day')) / DAY_MS
    return { year, month, number }
  }
}

const months = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { month: 'long', timeZone: 'UTC' }),
)
const monthsOfYears = perLocale(
  (locale) => new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }),
)

/** A server's clock may be ahead of the browser's: a chat dated tomorrow is one of today. */
function nameOf(day: CalendarDay, today: CalendarDay): string {
  const age = today.number - day.number
  if (age <= 0) return 'Today'
  if (age === 1) return 'Yesterday'
  if (age <= 7) return 'Previous 7 days'
  if (age <= 30) return 'Previous 30 days'
  const month = Date.UTC(day.year, day.month - 1)
  return (day.year === today.year ? months() : monthsOfYears()).format(month)
}
