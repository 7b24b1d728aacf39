/** What the keyboard of an input method sends, for browsers that tell of it in no other way. */
const OF_INPUT_METHOD = 229

/**
 * Whether a key belongs to a word that is being composed. Safari ends the composing before it tells
 * of the key that ended it.
 */
export function isComposing(event: KeyboardEvent): boolean {
  // Out of date, and nothing else tells it there.
  return event.isComposing || event.keyCode === OF_INPUT_METHOD
}
