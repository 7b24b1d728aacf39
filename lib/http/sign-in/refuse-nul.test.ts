import { expect, test } from 'vitest'
import { refuseNul } from './refuse-nul'

const URL_OF_CALL = 'http://localhost/api/auth/reset-password'

test.each([
  ['a text', { token: 'a\0b' }],
  ['a text after a backslash', { token: '\\\0' }],
  ['the name of a field', { 'a\0': 1 }],
])('P11 a NUL in %s of a call to sign in is refused', (_, body) => {
  expect(() => {
    refuseNul(URL_OF_CALL, JSON.stringify(body))
  }).toThrow(/NUL/)
})

test('P11 a NUL in the query of a call to sign in is refused', () => {
  expect(() => {
    refuseNul(`${URL_OF_CALL}?state=a%00`, '')
  }).toThrow(/NUL/)
})

test('a text that only spells a NUL is none', () => {
  const json = JSON.stringify({ password: String.raw`\u0000 \\u0000` })
  expect(() => {
    refuseNul(`${URL_OF_CALL}?token=%5Cu0000`, json)
  }).not.toThrow()
})
