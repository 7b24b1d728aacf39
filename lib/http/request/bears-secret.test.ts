import { expect, test } from 'vitest'
import { bearsSecret } from './bears-secret'

const secret = 'sixteen letters!'

test.each([
  ['the secret', `Bearer ${secret}`, secret, true],
  ['another one', 'Bearer another letters!', secret, false],
  ['its beginning', `Bearer ${secret.slice(0, -1)}`, secret, false],
  ['more than it', `Bearer ${secret}!`, secret, false],
  ['the secret alone', secret, secret, false],
  ['nothing', '', secret, false],
  ['a secret where there is none', 'Bearer undefined', undefined, false],
  ['no secret where there is none', 'Bearer ', undefined, false],
])('P12 a caller who names %s is let in or not', (_, authorization, wanted, isLetIn) => {
  expect(bearsSecret(new Headers({ authorization }), wanted)).toBe(isLetIn)
})

test('P12 a caller who names no secret at all is not let in', () => {
  expect(bearsSecret(new Headers(), secret)).toBe(false)
})
