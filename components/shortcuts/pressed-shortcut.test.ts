import { describe, expect, test } from 'vitest'
import { pressedShortcut } from './pressed-shortcut'

const press = (key: string, of: Partial<Parameters<typeof pressedShortcut>[0]> = {}) => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  repeat: false,
  isComposing: false,
  ...of,
})
const reading = { isApple: false, isWriting: false }
const writing = { isApple: false, isWriting: true }
const onApple = { isApple: true, isWriting: true }

describe('the keys of the commands', () => {
  test.each([
    ['Ctrl+K, also where one writes', press('k', { ctrlKey: true }), writing, 'commands'],
    ['with Caps Lock', press('K', { ctrlKey: true }), writing, 'commands'],
    [
      'where letters are Cyrillic',
      press('л', { ctrlKey: true, code: 'KeyK' }),
      writing,
      'commands',
    ],
    ['Cmd+K on Apple', press('k', { metaKey: true }), onApple, 'commands'],
    ['not Ctrl+K on Apple', press('k', { ctrlKey: true }), onApple, undefined],
    ['not Cmd+K elsewhere', press('k', { metaKey: true }), writing, undefined],
    ['not with Shift', press('K', { ctrlKey: true, shiftKey: true }), writing, undefined],
    ['not with Alt', press('k', { ctrlKey: true, altKey: true }), writing, undefined],
    ['not while it is held', press('k', { ctrlKey: true, repeat: true }), writing, undefined],
    [
      'not what is K on another keyboard',
      press('t', { ctrlKey: true, code: 'KeyK' }),
      writing,
      undefined,
    ],
    ['not the letter', press('k'), reading, undefined],
  ])('%s', (_name, pressed, where, shortcut) => {
    expect(pressedShortcut(pressed, where)).toBe(shortcut)
  })
})

describe('the keys of the shortcuts', () => {
  test.each([
    ['?', press('?', { shiftKey: true }), reading, 'shortcuts'],
    ['not ? where one writes', press('?', { shiftKey: true }), writing, undefined],
    ['Ctrl+/ there, too', press('/', { ctrlKey: true }), writing, 'shortcuts'],
    [
      'where / is made with Shift',
      press('/', { ctrlKey: true, shiftKey: true }),
      writing,
      'shortcuts',
    ],
    ['Cmd+/ on Apple', press('/', { metaKey: true }), onApple, 'shortcuts'],
    ['not /, which searches', press('/'), reading, undefined],
    ['not what composes a word', press('?', { isComposing: true }), reading, undefined],
  ])('%s', (_name, pressed, where, shortcut) => {
    expect(pressedShortcut(pressed, where)).toBe(shortcut)
  })
})
