import { describe, expect, test } from 'vitest'
import { bearerOf, hashOfApiKey, makeApiKey } from './api-key'
import { isSetupCode, setupCodeOf } from './setup-code'

const secret = 's'.repeat(32)

describe('the setup code', () => {
  test('the setup code is the same at every start, and another with another secret', () => {
    expect(setupCodeOf(secret)).toMatch(/^([A-Z2-9]{4}-){3}[A-Z2-9]{4}$/)
    expect(setupCodeOf(secret)).toBe(setupCodeOf(secret))
    expect(setupCodeOf(secret)).not.toBe(setupCodeOf(`${secret}t`))
  })

  test.each([
    (code: string) => code.toLowerCase(),
    (code: string) => ` ${code.replaceAll('-', ' ')}`,
  ])('the setup code may be typed in either case, with spaces or hyphens', (type) => {
    expect(isSetupCode(secret, type(setupCodeOf(secret)))).toBe(true)
  })

  test.each(['', '-', 'AAAA-AAAA-AAAA-AAAA', 'x'.repeat(10_000)])(
    'the setup code is not %j',
    (typed) => {
      expect(isSetupCode(secret, typed)).toBe(false)
    },
  )

  test('the setup code must be complete, with nothing added', () => {
    expect(isSetupCode(secret, setupCodeOf(secret).slice(0, -1))).toBe(false)
    expect(isSetupCode(secret, `${setupCodeOf(secret)}A`)).toBe(false)
  })
})

describe('an API key', () => {
  test('an API key is never the same, and only its hash and beginning are kept', () => {
    const [one, other] = [makeApiKey(), makeApiKey()]
    expect(one.key).toMatch(/^fullstop_[\w-]{43}$/)
    expect(one.key).not.toBe(other.key)
    expect(one.hash).toBe(hashOfApiKey(one.key))
    expect(one.hash).not.toContain(one.key.slice(12))
    expect(one.key.startsWith(one.start)).toBe(true)
  })

  test.each([
    ['Bearer fullstop_abc', 'fullstop_abc'],
    ['bearer fullstop_abc ', 'fullstop_abc'],
    ['Basic fullstop_abc', ''],
    ['Bearer', ''],
    ['Bearer a b', ''],
    [`Bearer ${'a'.repeat(201)}`, ''],
    ['', ''],
  ])('the key in %j is %j', (header, key) => {
    expect(bearerOf(header)).toBe(key)
  })
})
