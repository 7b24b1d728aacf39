import { describe, expect, test } from 'vitest'
import { pressedShortcut } from './pressed-shortcut'
import { shortcuts } from './shortcuts'

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
  ])('the commands open: %s', (_name, pressed, where, shortcut) => {
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
  ])('the list of shortcuts opens: %s', (_name, pressed, where, shortcut) => {
    expect(pressedShortcut(pressed, where)).toBe(shortcut)
  })
})

describe('the keys of the page', () => {
  const alt = { altKey: true, shiftKey: true }
  const ctrl = { ctrlKey: true, shiftKey: true }
  test.each([
    ['Alt+Shift+O', press('O', alt), reading, 'newChat'],
    ['where one writes, since they write nothing', press('O', alt), writing, 'newChat'],
    ['Ctrl+Shift on Apple, where Alt writes signs', press('O', ctrl), onApple, 'newChat'],
    ['not Alt+Shift on Apple', press('Ø', { ...alt, code: 'KeyO' }), onApple, undefined],
    ['not Ctrl+Shift elsewhere', press('O', ctrl), writing, undefined],
    [
      'not with Ctrl, too, which is AltGr',
      press('O', { ...alt, ctrlKey: true }),
      writing,
      undefined,
    ],
    ['not without Shift', press('o', { altKey: true }), reading, undefined],
    ['not while it is held', press('O', { ...alt, repeat: true }), reading, undefined],
    ['not what composes a word', press('O', { ...alt, isComposing: true }), writing, undefined],
    ['where letters are Cyrillic', press('Щ', { ...alt, code: 'KeyO' }), writing, 'newChat'],
    ['not what is O on another keyboard', press('R', { ...alt, code: 'KeyO' }), writing, undefined],
  ])('a new chat opens: %s', (_name, pressed, where, shortcut) => {
    expect(pressedShortcut(pressed, where)).toBe(shortcut)
  })

  test('each shortcut of the page is pressed by the keys that it is listed with', () => {
    const byLetter = Object.entries(shortcuts).filter(([, { keys }]) => keys[0][0] === 'Alt')
    expect(byLetter).toHaveLength(8)
    for (const [name, { keys }] of byLetter) {
      expect(pressedShortcut(press(keys[0].at(-1) ?? '', alt), reading)).toBe(name)
    }
  })
})
