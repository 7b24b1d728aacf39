const KEY = 'fullstop.account'
const GUEST_KEY = 'fullstop.guest'

/**
 * The account that this browser was last signed in to; null after signing out. A person with an account
 * is not made a guest when their session ends elsewhere: they would seem to have lost everything.
 */
export function knownAccount(): string | null {
  return read(KEY)
}

export function rememberAccount(accountId: string): void {
  write(KEY, accountId)
}

export function forgetAccount(): void {
  remove(KEY)
}

/** The guest that this browser had last: their chats are gone with their session. */
export function knownGuest(): string | null {
  return read(GUEST_KEY)
}

export function rememberGuest(guestId: string): void {
  write(GUEST_KEY, guestId)
}

export function forgetGuest(): void {
  remove(GUEST_KEY)
}

/** Calls back when another tab signs in or out, until the result is called. */
export function whenAccountChanges(listener: () => void): () => void {
  return whenChanged(({ key }) => {
    if (key === KEY) listener()
  })
}

/** Calls back when another tab replaces one guest with another, until the result is called. */
export function whenGuestIsReplaced(listener: () => void): () => void {
  return whenChanged(({ key, oldValue, newValue }) => {
    if (key === GUEST_KEY && oldValue !== null && newValue !== null) listener()
  })
}

function whenChanged(hear: (event: StorageEvent) => void): () => void {
  addEventListener('storage', hear)
  return () => {
    removeEventListener('storage', hear)
  }
}

/** `sessionStorage` serves this tab alone, where the browser refuses the storage that all tabs share. */
const storages = [() => localStorage, () => sessionStorage]

function read(key: string): string | null {
  for (const storage of storages) {
    try {
      const value = storage().getItem(key)
      if (value !== null) return value
    } catch {
      // Forbidden or absent: the other storage may work.
    }
  }
  return null
}

function write(key: string, value: string): void {
  if (read(key) === value) return
  for (const storage of storages) {
    try {
      storage().setItem(key, value)
      return
    } catch {
      // Full or forbidden: the other storage may work.
    }
  }
}

function remove(key: string): void {
  for (const storage of storages) {
    try {
      storage().removeItem(key)
    } catch {
      // Without storage there is nothing to forget.
    }
  }
}
