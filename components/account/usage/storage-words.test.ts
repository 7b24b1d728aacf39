import { expect, test } from 'vitest'
import { storageFill, storageWords } from './storage-words'

const MB = 1024 * 1024

test.each([
  [0, 20 * MB, '0 MB of 20 MB used.', 0],
  [700, 20 * MB, 'Less than 0.1 MB of 20 MB used.', 0],
  [1.26 * MB, 20 * MB, '1.3 MB of 20 MB used.', 0.063],
  [21 * MB, 20 * MB, '21 MB of 20 MB used.', 1],
  [1_234.4 * MB, null, 'Your chats take up 1,234 MB. There is no limit.', 0],
])('a storage with %j bytes of %j used says %j', (usedBytes, limitBytes, words, fill) => {
  expect(storageWords({ usedBytes, limitBytes })).toBe(words)
  expect(storageFill({ usedBytes, limitBytes })).toBeCloseTo(fill, 4)
})
