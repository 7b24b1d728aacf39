const KEY = 'fullstop.farewell'

const sentences = {
  account: 'Your account and everything in it have been deleted.',
  guest: 'Everything you had here has been deleted.',
}

/** Leaves word of a deletion for the page that is loaded next in this tab, wherever that leads. */
export function leaveFarewell(deleted: keyof typeof sentences): void {
  try {
    sessionStorage.setItem(KEY, deleted)
  } catch {
    // Without storage it is deleted all the same, and nothing says so.
  }
}

/** What was left to be said, once. */
export function takeFarewell(): string | undefined {
  try {
    const deleted = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    return deleted === 'account' || deleted === 'guest' ? sentences[deleted] : undefined
  } catch {
    return undefined // As above.
  }
}
