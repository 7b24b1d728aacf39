const LONGEST_PATH = 200

/** Segments of letters, digits, `-` and `_`: such a path cannot name another host, or hide one. */
const PAGE_PATH = /^\/(?:[\w-]+(?:\/[\w-]+)*)?$/

/** Paths that are no page to go back to: calls, files of the build, and sign-in. */
const NO_PAGE = /^\/(?:api|_next|sign-in|reset-password)(?:\/|$)/

/**
 * The path, if it is that of a page of this server to which a person can be led back; undefined for
 * anything else that an address may carry. Pure.
 */
export function ownPathOf(path: unknown): string | undefined {
  if (typeof path !== 'string' || path.length > LONGEST_PATH) return undefined
  return PAGE_PATH.test(path) && !NO_PAGE.test(path) ? path : undefined
}

/** The path of the sign-in page, with the way back to the page at `from`, if there is one. */
export function signInPath(from?: unknown): string {
  const next = ownPathOf(from)
  return next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${next}`
}
