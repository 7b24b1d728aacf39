import { expect, test } from 'vitest'
import { claimsOfToken } from './claims-of-token'

const tokenOf = (claims: unknown) =>
  `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`

test('a token says which address it proves, and which one is to take its place', () => {
  expect(claimsOfToken(tokenOf({ email: 'ädä@example.org', iat: 1 }))).toEqual({
    email: 'ädä@example.org',
  })
  const change = { email: 'a@example.org', updateTo: 'b@example.org' }
  expect(claimsOfToken(tokenOf(change))).toEqual(change)
})

test.each(['', 'x', 'x.%.y', 'x.e30.y', tokenOf(null), tokenOf({ email: 7 })])(
  'a text that is no token, such as %j, says nothing',
  (token) => {
    expect(claimsOfToken(token)).toBeUndefined()
  },
)
