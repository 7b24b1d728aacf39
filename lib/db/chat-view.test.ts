import { expect, test } from 'vitest'
import { chatOf } from './chat-view'
import type { ChatRecord } from './chats'

const record: ChatRecord = {
  id: 'c1',
  ownerId: 'ann',
  title: 'Plans',
  titleGiven: true,
  model: null,
  leafId: null,
  activeMessageId: null,
  activeSessionId: null,
  keepGoing: false,
  pinned: false,
  settings: {},
  createdAt: 0,
  updatedAt: 0,
  editedAt: 9,
}

test.each([
  ['Plans', 'Plans'],
  ['Bank\n\u202etxt.exe', 'Bank txt.exe'],
  ['\u202e\n', 'New chat'],
])('P12 a title that was stored as %j is shown as %j', (title, shown) => {
  expect(chatOf({ ...record, title }).title).toBe(shown)
})
