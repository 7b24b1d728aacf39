import { expect, test, vi } from 'vitest'
import { leaveFarewell, takeFarewell } from './farewell'

function stubStorage(): Map<string, string> {
  const stored = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  })
  return stored
}

test('a deletion is said once', () => {
  const stored = stubStorage()
  expect(takeFarewell()).toBeUndefined()
  leaveFarewell('account')
  expect(takeFarewell()).toBe('Your account and everything in it have been deleted.')
  expect(takeFarewell()).toBeUndefined()
  leaveFarewell('guest')
  expect(takeFarewell()).toBe('Everything you had here has been deleted.')
  expect(stored.size).toBe(0)
})

test('an unknown word in the storage is not said', () => {
  stubStorage().set('fullstop.farewell', 'constructor')
  expect(takeFarewell()).toBeUndefined()
})

test('a deletion goes through in a browser without storage', () => {
  vi.stubGlobal('sessionStorage', undefined)
  leaveFarewell('account')
  expect(takeFarewell()).toBeUndefined()
})
