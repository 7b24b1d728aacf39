/** The facts about a pressed key that decide on its shortcut. */
type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing'
>

/** With Alt and Shift, or Ctrl and Shift on Apple's devices: browsers leave these combinations alone. */
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

/** The shortcuts that work anywhere on the page. */
export type PageShortcut = 'commands' | 'shortcuts' | (typeof byLetter)[keyof typeof byLetter]

const letters: Partial<Record<string, PageShortcut>> = byLetter

/**
 * The shortcut of the whole page that was pressed, if one was. On an Apple device Ctrl edits text and
 * Alt writes signs, so shortcuts use Cmd there, and Ctrl with Shift. Pure.
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

/** A letter that is not Latin counts as the one that is in its place on a Latin keyboard. */
function letterOf({ key, code }: Press): string {
  if (/^[a-z]$/i.test(key)) return key.toLowerCase()
  return /^\p{L}$/u.test(key) ? code.replace(/^Key/, '').toLowerCase() : ''
}
