import { expect, test } from 'vitest'
import { pageTitle } from './page-title'

test.each([
  [0, false, 'Stops · Fullstop'],
  [0, true, '… Stops · Fullstop'],
  [2, false, '(2) Stops · Fullstop'],
  [2, true, '(2) … Stops · Fullstop'],
])('the title with %i chats of news, answering %s, is %s', (unseenCount, answering, expected) => {
  expect(pageTitle({ title: 'Stops', unseenCount, answering })).toBe(expected)
})

test('the title ends with the name of the installation', () => {
  const chat = { title: 'Stops', unseenCount: 0, answering: false }
  expect(pageTitle({ ...chat, appName: 'Acme Chat' })).toBe('Stops · Acme Chat')
})
