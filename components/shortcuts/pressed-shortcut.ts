/** What one needs to know of a key that was pressed. */
type Press = Pick<
  KeyboardEvent,
  'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey' | 'repeat' | 'isComposing'
>

/**
 * Which shortcut of the whole page was pressed, if one was. With Ctrl an Apple device edits text,
 * so there it has to be Cmd. Pure.
 */
export function pressedShortcut(
  press: Press,
  where: { isApple: boolean; isWriting: boolean },
): 'commands' | 'shortcuts' | undefined {
  const { ctrlKey, metaKey, altKey, shiftKey } = press
  if (press.repeat || press.isComposing || altKey) return undefined
  const [modifier, other] = where.isApple ? [metaKey, ctrlKey] : [ctrlKey, metaKey]
  if (other) return undefined
  // On some keyboards / is made with Shift, as ? is.
  if (modifier) {
    if (press.key === '/') return 'shortcuts'
    return isLetterK(press) && !shiftKey ? 'commands' : undefined
  }
  return press.key === '?' && !where.isWriting ? 'shortcuts' : undefined
}

/** Where letters are not Latin ones, K is where it is on other keyboards. */
function isLetterK({ key, code }: Press): boolean {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() === 'k' : code === 'KeyK'
}
