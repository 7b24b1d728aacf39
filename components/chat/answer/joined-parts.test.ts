import { expect, test } from 'vitest'
import { joinedParts } from './joined-parts'

test('text that went on in another session reads as one, and reasoning stays apart', () => {
  const parts = [
    { type: 'reasoning' as const, text: 'hm' },
    { type: 'text' as const, text: 'One wo', state: 'done' as const },
    { type: 'text' as const, text: 'rd', state: 'streaming' as const },
    { type: 'reasoning' as const, text: 'more' },
    { type: 'text' as const, text: 'Two' },
  ]
  expect(joinedParts(parts).map(({ type, text }) => `${type}: ${text}`)).toEqual([
    'reasoning: hm',
    'text: One word',
    'reasoning: more',
    'text: Two',
  ])
})
