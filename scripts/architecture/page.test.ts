import { expect, test } from 'vitest'
import { brokenLinks, putPicture, unexplainedRooms } from './page.ts'

const begin = '<!-- The picture, written by `npm run architecture`. -->'
const end = '<!-- The end of the picture. -->'

test('The picture replaces the one before it, and nothing else', () => {
  const page = putPicture(`# A\n\n${begin}\n\n${end}\n\nB\n`, 'old')
  expect(putPicture(page, 'new')).toBe(`# A\n\n${begin}\n\nnew\n\n${end}\n\nB\n`)
})

test('A page without a place for the picture is refused', () => {
  expect(() => putPicture(`# A\n\n${end}\n${begin}\n`, 'new')).toThrow('no place')
})

test('A room without a row and a row without a room are problems', () => {
  const page =
    '| room | what is in it |\n| --- | --- |\n| `lib/db` | stores |\n| `lib/old` | gone |\n'
  expect(unexplainedRooms(page, ['lib/db', 'app'])).toEqual([
    'No row explains app.',
    'There is no room lib/old.',
  ])
})

test('A link to a missing file is a problem, and a link to the web is not', () => {
  const page = '[a](../a.ts) [b](%5Bb%5D.ts#part) [gone](gone.ts) [web](https://example.org/)'
  const files = new Set(['../a.ts', '[b].ts'])
  expect(brokenLinks(page, (file) => files.has(file))).toEqual([
    'A link leads to gone.ts, which does not exist.',
  ])
})
