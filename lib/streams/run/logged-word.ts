/** A vendor's name for something, for the log: it may be any text, but only a single word is logged. */
export function loggedWord(said: string): string {
  return /^[\w.-]{1,40}$/.test(said) ? said : 'not a word'
}
