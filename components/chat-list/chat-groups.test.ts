import { describe, expect, test } from 'vitest'
import { testChat } from '@/lib/testing/messages'
import { groupChats } from './chat-groups'

/** The groups of chats that changed at these times, as `name: times`. */
function grouped(now: string, times: string[], timeZone = 'UTC'): string[] {
  const chats = times.map((updatedAt) => testChat(updatedAt, { updatedAt }))
  return groupChats(chats, new Date(now), timeZone).map(
    (group) => `${group.name}: ${group.chats.map(({ id }) => id.slice(0, 10)).join(' ')}`,
  )
}

describe('the groups of the chat list', () => {
  test('the groups are days, then weeks, then months, then months of other years', () => {
    const days = ['2026-11-21', '2026-11-20', '2026-11-19', '2026-11-14', '2026-11-13']
    const older = ['2026-10-22', '2026-10-21', '2026-01-01', '2025-12-31', '2025-10-21']
    const times = [...days, ...older].map((day) => `${day}T12:00:00.000Z`)
    expect(grouped('2026-11-21T15:00:00.000Z', times)).toEqual([
      'Today: 2026-11-21',
      'Yesterday: 2026-11-20',
      'Previous 7 days: 2026-11-19 2026-11-14',
      'Previous 30 days: 2026-11-13 2026-10-22',
      'October: 2026-10-21',
      'January: 2026-01-01',
      'December 2025: 2025-12-31',
      'October 2025: 2025-10-21',
    ])
  })

  test.each([
    ['UTC', 'Today'],
    ['America/New_York', 'Yesterday'],
    ['Asia/Tokyo', 'Today'],
  ])('the groups follow the calendar of %s', (timeZone, name) => {
    // In New York the chat changed at 23:30 on the 20th, and it is now 09:00 on the 21st.
    const [group] = grouped('2026-11-21T14:00:00Z', ['2026-11-21T04:30:00Z'], timeZone)
    expect(group).toBe(`${name}: 2026-11-21`)
  })

  test('the groups count dates, not hours, when a day has 23 hours', () => {
    const times = ['2026-03-29T21:59:00Z', '2026-03-28T22:30:00Z']
    expect(grouped('2026-03-29T22:30:00Z', times, 'Europe/Berlin')).toEqual([
      'Yesterday: 2026-03-29',
      'Previous 7 days: 2026-03-28',
    ])
  })

  test('a chat that a server with a fast clock dates tomorrow is in the group of today', () => {
    expect(grouped('2026-11-21T23:59:00Z', ['2026-11-22T00:01:00Z'])).toEqual(['Today: 2026-11-22'])
  })

  test('the pinned chats come first, however old, and no group is empty', () => {
    const old = testChat('old', { pinned: true, updatedAt: '2020-01-01T00:00:00.000Z' })
    const fresh = testChat('new', { updatedAt: '2026-11-21T00:00:00.000Z' })
    expect(groupChats([fresh, old], new Date('2026-11-21T12:00:00Z'), 'UTC')).toEqual([
      { name: 'Pinned', chats: [old] },
      { name: 'Today', chats: [fresh] },
    ])
    expect(groupChats([], new Date())).toEqual([])
  })
})
