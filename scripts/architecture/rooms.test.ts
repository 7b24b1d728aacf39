import { describe, expect, test } from 'vitest'
import { drawRooms } from './draw-rooms.ts'
import { arrowsBetween, findUpward, housesOf, levelsOf } from './rooms.ts'

const rooms = {
  contract: [],
  database: ['contract/**'],
  chats: ['database/**', 'contract/**'],
  page: ['contract/**', 'page/**'],
  'page/buttons': [],
  app: ['chats/send', 'page/**', 'package.json'],
}
const levels = levelsOf(rooms)
const imported = (from: string, to: string) => arrowsBetween(rooms, [{ from, to }])

describe('The levels of rooms', () => {
  test('A room is above all rooms that it may import, and the rooms within those', () => {
    expect(Object.fromEntries(levels)).toEqual({
      contract: 0,
      'page/buttons': 0,
      database: 1,
      page: 1,
      chats: 2,
      app: 3,
    })
  })

  test('A circle of rooms has no levels', () => {
    const circular = { one: ['two/**'], two: ['three/**'], three: ['one/**'] }
    expect(() => levelsOf(circular)).toThrow('A circle of rooms: one → two → three → one')
  })
})

test('A house may import everything that any of its rooms may', () => {
  const reach = { 'lib/db': ['lib/contract/**'], 'lib/db/open': ['lib/db/*'], app: ['lib/db/*'] }
  expect(housesOf(reach)).toEqual({ 'lib/db': ['lib/contract/**', 'lib/db/*'], app: ['lib/db/*'] })
})

describe('Arrows', () => {
  test('An arrow leads from the innermost room of a file', () => {
    const arrows = imported('page/chat/view.tsx', 'page/buttons/button.tsx')
    expect(arrows).toMatchObject([{ from: 'page', to: 'page/buttons' }])
  })

  test('An import within a room, or of a file in no room, makes no arrow', () => {
    expect(imported('chats/send.ts', 'chats/read.ts')).toEqual([])
    expect(imported('chats/send.ts', 'chatter/read.ts')).toEqual([])
  })

  test('An arrow that points downward is no problem', () => {
    expect(findUpward(levels, imported('app/route.ts', 'contract/message.ts'))).toEqual([])
  })

  test.each([
    ['upward', 'database/store.ts', 'chats/send.ts'],
    ['to a room of the same height', 'database/store.ts', 'page/view.ts'],
  ])('An arrow that points %s is told with the files that make it', (_name, from, to) => {
    const [told = '', ...others] = findUpward(levels, imported(from, to))
    expect(others).toEqual([])
    expect(told).toContain(`${from} imports ${to}`)
  })
})

test('The picture has every room, the highest first, and no upward or needless arrow', () => {
  const arrows = [
    ...imported('app/route.ts', 'chats/send.ts'),
    ...imported('app/route.ts', 'contract/message.ts'),
    ...imported('chats/send.ts', 'database/store.ts'),
    ...imported('chats/send.ts', 'contract/message.ts'),
    ...imported('database/store.ts', 'contract/message.ts'),
    ...imported('page/view.tsx', 'contract/message.ts'),
    ...imported('contract/message.ts', 'chats/send.ts'),
  ]
  expect(drawRooms(levels, arrows).split('\n')).toEqual([
    '```mermaid',
    'flowchart TD',
    '  app["app"]',
    '  chats["chats"]',
    '  database["database"]',
    '  page["page"]',
    '  contract["contract"]',
    '  page_buttons["page/buttons"]',
    '  app --> chats',
    '  chats --> database',
    '  database --> contract',
    '  page --> contract',
    '```',
  ])
})
