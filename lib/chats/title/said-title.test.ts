import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MAX_TITLE_CHARACTERS } from '@/lib/contract/limits'
import { oneLine } from '@/lib/contract/one-line'
import { fromSeed } from '@/lib/platform/testing/from-seed'
import { saidTitle } from './said-title'

test.each([
  ['The full stop', 'The full stop'],
  ['**The full stop**', 'The full stop'],
  ['# The *full* stop.', 'The full stop'],
  ['"The full stop."', 'The full stop'],
  ['„Der Schlusspunkt“', 'Der Schlusspunkt'],
  ['Title: The `stop` button', 'The stop button'],
  ['**Title:** [Stops](https://example.org)', 'Stops'],
  ['\n---\n\n- First\n- Second', 'First'],
  ['1. Dots and ~~dashes~~', 'Dots and dashes'],
  ['snake_case and 2 * 3 * 4', 'snake_case and 2 * 3 * 4'],
  ['C++ and C#', 'C++ and C#'],
  ['What next?', 'What next?'],
  ['And so on...', 'And so on...'],
  ['句点の話。', '句点の話'],
  ['hidden\u202E\u200B\u0000 things', 'hidden things'],
  ['🎉', '🎉'],
  ['"Hello, world" in Rust', '"Hello, world" in Rust'],
  ['"Hamlet" and "Macbeth"', '"Hamlet" and "Macbeth"'],
  ['「旅行」の話', '「旅行」の話'],
  ["'It’s here'", 'It’s here'],
  ['```\nThe full stop\n```', 'The full stop'],
  ['~~~text\n"The full stop"\n~~~', 'The full stop'],
])('a title is read from what a model said: %j', (said, title) => {
  expect(saidTitle(said)).toBe(title)
})

test.each(['', ' \n\t', '""', '***', '#', '\u200B', '. . .'])('there is no title in %j', (said) => {
  expect(saidTitle(said)).toBeUndefined()
})

test('a title is one line that is not too long, whatever a model says', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (said) => {
      const title = saidTitle(said) ?? 'x'
      expect(title.length).toBeLessThanOrEqual(MAX_TITLE_CHARACTERS)
      expect(oneLine(title)).toBe(title)
    }),
    fromSeed(),
  )
})
