import { expect, test } from 'vitest'
import { versionPlaceOf } from './version-place'

test('a message that has no other version has no place among them', () => {
  expect(versionPlaceOf('a', ['a'])).toBeUndefined()
  expect(versionPlaceOf('a', [])).toBeUndefined()
  expect(versionPlaceOf('x', ['a', 'b'])).toBeUndefined()
})

test.each([
  ['a', { number: 1, count: 3, previousId: undefined, nextId: 'b' }],
  ['b', { number: 2, count: 3, previousId: 'a', nextId: 'c' }],
  ['c', { number: 3, count: 3, previousId: 'b', nextId: undefined }],
])('version %s of three knows its neighbours', (id, place) => {
  expect(versionPlaceOf(id, ['a', 'b', 'c'])).toEqual(place)
})
