import { expect, test } from 'vitest'
import { matching } from './matching'

const all = [
  { title: 'Stop all answers (2)', words: 'cancel' },
  { title: 'Settings for this chat' },
  { title: 'Crème brûlée' },
]
const found = (typed: string) => matching(all, typed).map(({ title }) => title)

test.each([
  ['nothing typed is everything', '  ', all.map(({ title }) => title)],
  ['every word has to be there, in any order', 'chat set', ['Settings for this chat']],
  ['capitals and marks make no difference', 'BRULEE', ['Crème brûlée']],
  ['it is found by its other words, too', 'cancel', ['Stop all answers (2)']],
  ['a word that is nowhere finds nothing', 'stop tea', []],
])('matching follows the rule: %s', (_rule, typed, titles) => {
  expect(found(typed)).toEqual(titles)
})
