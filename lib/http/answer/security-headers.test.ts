import { expect, test } from 'vitest'
import { pagePolicy, securityHeaders } from './security-headers'

test('P12 behind TLS, and only there, browsers are told to stay with it', () => {
  expect(securityHeaders('https://chat.example.org')['Strict-Transport-Security']).toMatch(
    /^max-age=\d{8,}$/,
  )
  for (const address of ['http://nas:3000', undefined]) {
    expect(securityHeaders(address)).not.toHaveProperty('Strict-Transport-Security')
  }
})

test('P12 a page runs no inline script but those that carry its nonce', () => {
  const scripts = pagePolicy('abc')
    .split('; ')
    .find((part) => part.startsWith('script-src'))
  expect(scripts).toBe("script-src 'self' 'nonce-abc'")
  expect(pagePolicy('abc')).not.toContain('unsafe-eval')
})
