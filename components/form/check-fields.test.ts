import { expect, test } from 'vitest'
import { emailProblem, found, newPasswordProblem, passwordProblem } from './check-fields'

test.each([
  ['a@example.org', undefined],
  ['  a@example.org ', undefined],
  ['', 'Enter your e-mail address.'],
  ['   ', 'Enter your e-mail address.'],
  ['a@example', 'Enter a valid e-mail address.'],
  ['example.org', 'Enter a valid e-mail address.'],
  ['a b@example.org', 'Enter a valid e-mail address.'],
])('the address %j: %s', (email, problem) => {
  expect(emailProblem(email)).toBe(problem)
})

test.each([
  [7, 'A password needs at least 8 characters.'],
  [8, undefined],
  [128, undefined],
  [129, 'A password can have at most 128 characters.'],
])('a new password of %s characters: %s', (length, problem) => {
  expect(newPasswordProblem('x'.repeat(length))).toBe(problem)
})

test('a password that one has may be of any length, but not empty', () => {
  expect(passwordProblem('')).toBe('Enter your password.')
  expect(passwordProblem('short')).toBeUndefined()
})

test('found leaves out what has no problem, so that none is nothing', () => {
  expect(found({ email: undefined, password: 'Wrong.' })).toEqual({ password: 'Wrong.' })
  expect(found({ email: undefined })).toEqual({})
})
