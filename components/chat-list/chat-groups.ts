import type { Chat } from '@/lib/contract/chat'

export type ChatGroup = { name: string; chats: Chat[] }

const DAY_MS = 24 * 60 * 60 * 1000

/**
 * The chats under the names of when they changed last, as a calendar of this time zone (the
 * browser's unless given) has it; what is pinned comes first. Keeps their order. Pure.
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

type CalendarDay = { year: number; month: string; number: number }

/** Days are counted by their dates: where a clock is put forward, a day has 23 hours. */
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
    return { year, month: MONTHS[month - 1] ?? '', number }
  }
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** A server's clock may be ahead of the browser's: what is of tomorrow is of today. */
function nameOf(day: CalendarDay, today: CalendarDay): string {
  const age = today.number - day.number
  if (age <= 0) return 'Today'
  if (age === 1) return 'Yesterday'
  if (age <= 7) return 'Previous 7 days'
  if (age <= 30) return 'Previous 30 days'
  return day.year === today.year ? day.month : `${day.month} ${day.year}`
}
