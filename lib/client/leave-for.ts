export const SIGN_IN_PATH = '/sign-in'

/**
 * Loads another page whole: nothing that is in memory outlives it, and Back does not bring it up as
 * it was. Never resolves.
 */
export function leaveFor(path: string): Promise<never> {
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) location.reload()
  })
  location.assign(path)
  return new Promise(() => {})
}
