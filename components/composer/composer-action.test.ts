import { expect, test } from 'vitest'
import { composerActionOf } from './composer-action'

const quiet = { canSend: false, answering: false, arriving: false, stopping: false }
const arriving = { ...quiet, answering: true, arriving: true }

test.each([
  ['an empty composer', quiet, 'send'],
  ['a text', { ...quiet, canSend: true }, 'send'],
  ['an answer that is arriving', arriving, 'stop'],
  ['an answer that is being stopped', { ...arriving, stopping: true }, 'stopping'],
  ['a text while an answer is arriving', { ...arriving, canSend: true }, 'stop and send'],
  [
    'a text while an answer is being stopped',
    { ...arriving, canSend: true, stopping: true },
    'stop and send',
  ],
  ['an answer in a branch that is not shown', { ...quiet, answering: true }, 'send'],
  ['a text beside such a branch', { ...quiet, answering: true, canSend: true }, 'stop and send'],
] as const)('the button with %s says %s', (_, now, action) => {
  expect(composerActionOf(now)).toBe(action)
})
