const KEY = 'fullstop.account'

/**
 * The account that this browser was signed in to last, until it signed out. Who had one is not made
 * a guest when their session ends elsewhere: they would seem to have lost everything.
 */
export function knownAccount(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null // Without storage nobody is remembered.
  }
}

export function rememberAccount(accountId: string): void {
  if (knownAccount() === accountId) return
  try {
    localStorage.setItem(KEY, accountId)
  } catch {
    // As above.
  }
}

export function forgetAccount(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // As above.
  }
}

/** Calls back when another tab signs in or out, until the result is called. */
export function whenAccountChanges(listener: () => void): () => void {
  const hear = (event: StorageEvent) => {
    if (event.key === KEY) listener()
  }
  addEventListener('storage', hear)
  return () => {
    removeEventListener('storage', hear)
  }
}
