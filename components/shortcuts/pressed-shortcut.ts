/** What one needs to know of a key that was pressed. */
type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing'
>

/** By letter, with Alt and Shift, or Ctrl and Shift on Apple's devices: browsers leave these alone. */
const byLetter = {
  o: 'newChat',
  j: 'nextChat',
  k: 'previousChat',
  d: 'nextQuestion',
  u: 'previousQuestion',
  c: 'copyAnswer',
  m: 'pickModel',
  s: 'sideBar',
} as const

/** The shortcuts that work wherever one is on the page. */
export type PageShortcut = 'commands' | 'shortcuts' | (typeof byLetter)[keyof typeof byLetter]

const letters: Partial<Record<string, PageShortcut>> = byLetter

/**
 * Which shortcut of the whole page was pressed, if one was. With Ctrl an Apple device edits text and
 * with Alt it writes signs, so there it has to be Cmd, and Ctrl with Shift. Pure.
 */
export function pressedShortcut(
  press: Press,
  where: { isApple: boolean; isWriting: boolean },
): PageShortcut | undefined {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = press
  if (press.repeat || press.isComposing) return undefined
  const isFor = (modifiers: { ctrl?: boolean; meta?: boolean; alt?: boolean }) =>
    ctrlKey === (modifiers.ctrl ?? false) &&
    metaKey === (modifiers.meta ?? false) &&
    altKey === (modifiers.alt ?? false)

  if (shiftKey && isFor(where.isApple ? { ctrl: true } : { alt: true })) {
    return letters[letterOf(press)]
  }
  // On some keyboards / is made with Shift, as ? is.
  if (isFor(where.isApple ? { meta: true } : { ctrl: true })) {
    if (key === '/') return 'shortcuts'
    return letterOf(press) === 'k' && !shiftKey ? 'commands' : undefined
  }
  return key === '?' && isFor({}) && !where.isWriting ? 'shortcuts' : undefined
}

/** Where letters are not Latin ones, each is where it is on other keyboards. */
function letterOf({ key, code }: Press): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  return /^\p{L}$/u.test(key) ? code.replace(/^Key/, '').toLowerCase() : ''
}
