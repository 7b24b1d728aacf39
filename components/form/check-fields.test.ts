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
])('the address %j has the problem %s', (email, problem) => {
  expect(emailProblem(email)).toBe(problem)
})

test.each([
  [7, 'A password needs at least 8 characters.'],
  [8, undefined],
  [128, undefined],
  [129, 'A password can have at most 128 characters.'],
])('a new password of %s characters has the problem %s', (length, problem) => {
  expect(newPasswordProblem('x'.repeat(length))).toBe(problem)
})

test('an existing password may have any length, but must not be empty', () => {
  expect(passwordProblem('')).toBe('Enter your password.')
  expect(passwordProblem('short')).toBeUndefined()
})

test('found leaves out the fields that have no problem', () => {
  expect(found({ email: undefined, password: 'Wrong.' })).toEqual({ password: 'Wrong.' })
  expect(found({ email: undefined })).toEqual({})
})
