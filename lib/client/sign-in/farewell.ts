const KEY = 'fullstop.farewell'

const sentences = {
  account: 'Your account and everything in it have been deleted.',
  guest: 'Everything you had here has been deleted.',
}

/** Leaves word of a deletion for the page that this tab loads next, whichever it is. */
export function leaveFarewell(deleted: keyof typeof sentences): void {
  try {
    sessionStorage.setItem(KEY, deleted)
  } catch {
    // Without storage the deletion goes through, but nothing says so.
  }
}

/** The sentence that was left; it is returned once. */
export function takeFarewell(): string | undefined {
  try {
    const deleted = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    return deleted === 'account' || deleted === 'guest' ? sentences[deleted] : undefined
  } catch {
    return undefined // Without storage nothing was left.
  }
}
