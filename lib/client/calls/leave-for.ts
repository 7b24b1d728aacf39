import { FullstopError } from '@/client/error'
import { personStorage } from '@/lib/client/browser/person-storage'
import { signInPath } from '@/lib/contract/own-path'

export const SIGN_IN_PATH = '/sign-in'

/**
 * Loads another page in full: nothing in memory outlives it, and Back does not restore this page as it
 * was. Never resolves.
 */
export function leaveFor(path: string): Promise<never> {
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload()
  })
  location.assign(path)
  return new Promise(() => {})
}

/**
 * Leaves for the sign-in page, which leads back here. Throws `FullstopError` where a text would be lost that
 * the browser cannot keep.
 */
export async function leaveForSignIn(): Promise<never> {
  if (personStorage.losesTexts) {
    throw new FullstopError(
      'unauthenticated',
      'You are signed out, and this browser cannot keep what you wrote. Sign in from another tab, then try again here.',
    )
  }
  return leaveFor(signInPath(location.pathname))
}
