/**
 * One key, as people call it. On Apple's devices `Mod` is Cmd, and `Alt` is Control, because Alt writes
 * signs there. Elsewhere `Mod` is Ctrl.
 */
type Key =
  | ('Mod' | 'Alt' | 'Shift' | 'Enter' | 'Esc' | 'Arrow up' | '/' | '?' | 'a click on Stop')
  | ('C' | 'D' | 'J' | 'K' | 'M' | 'O' | 'S' | 'U')

/** Keys that are pressed together. */
export type Combination = readonly Key[]

export type Shortcut = {
  /** Any of these combinations does it. */
  keys: readonly [Combination, ...Combination[]]
  does: string
}

/** All shortcuts. Every new key is added here. */
export const shortcuts = {
  send: { keys: [['Enter']], does: 'Send the question' },
  newLine: { keys: [['Shift', 'Enter']], does: 'Start a new line' },
  editLast: { keys: [['Arrow up']], does: 'Edit the last question, when the field is empty' },
  leaveEdit: { keys: [['Esc']], does: 'Cancel editing a question' },
  stop: { keys: [['Esc']], does: 'Stop the answer in this chat' },
  finishSentence: { keys: [['Shift', 'a click on Stop']], does: 'Let the sentence end' },
  commands: { keys: [['Mod', 'K']], does: 'Open or close the commands' },
  newChat: { keys: [['Alt', 'Shift', 'O']], does: 'Start a new chat' },
  previousChat: { keys: [['Alt', 'Shift', 'K']], does: 'Go to the previous chat in the list' },
  nextChat: { keys: [['Alt', 'Shift', 'J']], does: 'Go to the next chat in the list' },
  previousQuestion: { keys: [['Alt', 'Shift', 'U']], does: 'Go to the previous question' },
  nextQuestion: { keys: [['Alt', 'Shift', 'D']], does: 'Go to the next question' },
  copyAnswer: { keys: [['Alt', 'Shift', 'C']], does: 'Copy the last answer' },
  pickModel: { keys: [['Alt', 'Shift', 'M']], does: 'Choose a model' },
  sideBar: { keys: [['Alt', 'Shift', 'S']], does: 'Show or hide the sidebar' },
  search: { keys: [['/']], does: 'Search chats' },
  clearSearch: { keys: [['Esc']], does: 'Clear the search' },
  shortcuts: { keys: [['?'], ['Mod', '/']], does: 'Show these shortcuts' },
} as const satisfies Record<string, Shortcut>

/** The shortcuts, grouped by their use. */
export const shortcutGroups: readonly { name: string; shortcuts: readonly Shortcut[] }[] = [
  { name: 'Stop', shortcuts: [shortcuts.stop, shortcuts.finishSentence] },
  {
    name: 'Write',
    shortcuts: [shortcuts.send, shortcuts.newLine, shortcuts.editLast, shortcuts.leaveEdit],
  },
  { name: 'Chat', shortcuts: [shortcuts.newChat, shortcuts.pickModel, shortcuts.copyAnswer] },
  {
    name: 'Navigate',
    shortcuts: [
      shortcuts.previousQuestion,
      shortcuts.nextQuestion,
      shortcuts.previousChat,
      shortcuts.nextChat,
      shortcuts.sideBar,
      shortcuts.search,
      shortcuts.clearSearch,
      shortcuts.commands,
      shortcuts.shortcuts,
    ],
  },
]

/** The names of the keys on this device. */
export function keyNames(combination: Combination, isApple: boolean): string[] {
  const names: Partial<Record<Key, string>> = isApple
    ? { Mod: 'Cmd', Alt: 'Control' }
    : { Mod: 'Ctrl' }
  return combination.map((key) => names[key] ?? key)
}

/** The keys as `aria-keyshortcuts` names them. */
export function ariaKeys(combination: Combination, isApple = false): string {
  const names: Partial<Record<Key, string>> = {
    Mod: isApple ? 'Meta' : 'Control',
    Alt: isApple ? 'Control' : 'Alt',
    Esc: 'Escape',
    'Arrow up': 'ArrowUp',
  }
  return combination.map((key) => names[key] ?? key).join('+')
}
