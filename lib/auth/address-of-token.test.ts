import { expect, test } from 'vitest'
import { addressOfToken } from './address-of-token'

const tokenOf = (claims: unknown) =>
  `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`

test('a token says whose address it proves', () => {
  expect(addressOfToken(tokenOf({ email: 'ädä@example.org' }))).toBe('ädä@example.org')
})

test.each(['', 'x', 'x.%.y', 'x.e30.y', tokenOf(null), tokenOf({ email: 7 })])(
  'what is none, such as %j, says nothing',
  (token) => {
    expect(addressOfToken(token)).toBeUndefined()
  },
)
