import { expect, test } from 'vitest'
import { ariaKeys, keyNames, shortcutGroups, shortcuts } from './shortcuts'

test('every shortcut is listed once', () => {
  const listed = shortcutGroups.flatMap((group) => group.shortcuts)
  expect(listed).toHaveLength(Object.keys(shortcuts).length)
  expect(new Set(listed)).toEqual(new Set(Object.values(shortcuts)))
})

test('keys have the names of the device', () => {
  const [keys] = shortcuts.commands.keys
  expect(keyNames(keys, true)).toEqual(['Cmd', 'K'])
  expect(keyNames(keys, false)).toEqual(['Ctrl', 'K'])
  expect(ariaKeys(keys, true)).toBe('Meta+K')
  expect(ariaKeys(keys, false)).toBe('Control+K')
  expect(ariaKeys(shortcuts.stop.keys[0])).toBe('Escape')
  expect(keyNames(shortcuts.newChat.keys[0], true)).toEqual(['Control', 'Shift', 'O'])
  expect(keyNames(shortcuts.newChat.keys[0], false)).toEqual(['Alt', 'Shift', 'O'])
  expect(ariaKeys(shortcuts.newChat.keys[0], true)).toBe('Control+Shift+O')
})
