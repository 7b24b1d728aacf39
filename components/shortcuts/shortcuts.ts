/** One key, as one would say it. `Mod` is Cmd on Apple's devices, Ctrl elsewhere. */
type Key = 'Mod' | 'Shift' | 'Enter' | 'Esc' | 'Arrow up' | 'K' | '/' | '?' | 'a click on Stop'

/** Keys that are pressed together. */
export type Combination = readonly Key[]

export type Shortcut = {
  /** Any of these does it. */
  keys: readonly [Combination, ...Combination[]]
  does: string
}

/** What can be done by a key, all of it. Who adds a key says so here. */
export const shortcuts = {
  send: { keys: [['Enter']], does: 'Send the question' },
  newLine: { keys: [['Shift', 'Enter']], does: 'Begin a new line' },
  editLast: { keys: [['Arrow up']], does: 'Edit the last question, from the empty field' },
  leaveEdit: { keys: [['Esc']], does: 'Leave a question as it was' },
  stop: { keys: [['Esc']], does: 'Stop the answer of this chat' },
  finishSentence: { keys: [['Shift', 'a click on Stop']], does: 'Let the sentence end' },
  commands: { keys: [['Mod', 'K']], does: 'Open the commands, or close them' },
  search: { keys: [['/']], does: 'Search the chats' },
  clearSearch: { keys: [['Esc']], does: 'Clear the search' },
  shortcuts: { keys: [['?'], ['Mod', '/']], does: 'Show these shortcuts' },
} as const satisfies Record<string, Shortcut>

/** The shortcuts by where one uses them. */
export const shortcutGroups: readonly { name: string; shortcuts: readonly Shortcut[] }[] = [
  { name: 'Stop', shortcuts: [shortcuts.stop, shortcuts.finishSentence] },
  {
    name: 'Write',
    shortcuts: [shortcuts.send, shortcuts.newLine, shortcuts.editLast, shortcuts.leaveEdit],
  },
  {
    name: 'Go around',
    shortcuts: [shortcuts.commands, shortcuts.search, shortcuts.clearSearch, shortcuts.shortcuts],
  },
]

/** The keys as they are called here. */
export function keyNames(combination: Combination, isApple: boolean): string[] {
  return combination.map((key) => (key === 'Mod' ? (isApple ? 'Cmd' : 'Ctrl') : key))
}

/** The keys as `aria-keyshortcuts` names them. */
export function ariaKeys(combination: Combination, isApple = false): string {
  const names: Partial<Record<Key, string>> = {
    Mod: isApple ? 'Meta' : 'Control',
    Esc: 'Escape',
    'Arrow up': 'ArrowUp',
  }
  return combination.map((key) => names[key] ?? key).join('+')
}
