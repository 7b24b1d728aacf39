import { expect, test } from 'vitest'
import { signInReason } from './sign-in-reason'

const came = { guests: true, cameFrom: undefined, hasEnded: false, hasTexts: false }

test('a person who was sent to the sign-in page is told why', () => {
  expect(signInReason(came)).toBeUndefined()
  expect(signInReason({ ...came, guests: false })).toBeUndefined()
  expect(signInReason({ ...came, cameFrom: '/c/c1' })).toBeUndefined()
  expect(signInReason({ ...came, guests: false, cameFrom: '/c/c1' })).toMatch(/requires an account/)
})

test('a person whose session has ended is told so, and that their texts are kept', () => {
  const ended = { ...came, hasEnded: true }
  expect(signInReason(ended)).toBe('Your session has ended. Sign in to go back to where you were.')
  expect(signInReason({ ...ended, guests: false, cameFrom: '/c/c1', hasTexts: true })).toMatch(
    /^Your session has ended.* What you wrote is kept\.$/,
  )
})
