/** What a vendor calls something, for the log: it may say anything there, and only a word is logged. */
export function loggedWord(said: string): string {
  return /^[\w.-]{1,40}$/.test(said) ? said : 'not a word'
}
