/** The key code of an input method, for browsers that tell of it in no other way. */
const OF_INPUT_METHOD = 229

/**
 * Whether a key belongs to a word that is being composed. Safari ends the composing before it tells
 * of the key that ended it.
 */
export function isComposing(event: KeyboardEvent): boolean {
  // `keyCode` is deprecated, but nothing else tells it in Safari.
  return event.isComposing || event.keyCode === OF_INPUT_METHOD
}
