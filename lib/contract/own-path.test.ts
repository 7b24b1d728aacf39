import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { ownPathOf, signInPath } from './own-path'

test.each(['/', '/account', '/c/0199-abc_DEF', '/c/a/b'])('%s is a way back', (path) => {
  expect(ownPathOf(path)).toBe(path)
  expect(new URL(signInPath(path), 'https://own.example').searchParams.get('next')).toBe(
    path === '/' ? null : path,
  )
})

test.each([
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/%2Fevil.example',
  '/%5Cevil.example',
  '/%09/evil.example',
  '/\t/evil.example',
  '/\n/evil',
  '/c/a\n',
  'https://evil.example',
  'https:evil',
  'javascript:alert(1)',
  '/c/..//evil',
  '/.//evil',
  '/c/a?x=//evil',
  '/c/a#x',
  '/c/@evil.example',
  '/c//evil',
  '/c/',
  'c/a',
  '',
  '/api/export',
  '/api',
  '/_next/static',
  '/sign-in',
  '/reset-password',
  `/c/${'a'.repeat(300)}`,
  ['/account', '//evil.example'],
  undefined,
  null,
])('%j is no way back', (path) => {
  expect(ownPathOf(path)).toBeUndefined()
  expect(signInPath(path)).toBe('/sign-in')
})

test('no text at all leads to another host', () => {
  const signs = ['/', '\\', '%', '.', ':', '@', '?', '#', '\t', '\n', ' ', 'c', '%2f', '%5c', '..']
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...signs, 'evil.example'), { maxLength: 8 }), (parts) => {
      const path = ownPathOf(`/${parts.join('')}`) ?? '/'
      expect(new URL(path, 'https://own.example').href).toBe(`https://own.example${path}`)
    }),
    fromSeed(),
  )
})
