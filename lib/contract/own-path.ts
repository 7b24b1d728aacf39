const LONGEST_PATH = 200

/** Segments of letters, digits, `-` and `_`: nothing in it can name another host, or hide one. */
const PAGE_PATH = /^\/(?:[\w-]+(?:\/[\w-]+)*)?$/

/** What is no page that one was on: calls, files of the build, and where one signs in. */
const NO_PAGE = /^\/(?:api|_next|sign-in|reset-password)(?:\/|$)/

/**
 * The path, if it is that of a page of this server to which one can be led back; undefined for all
 * else that an address may carry. Pure.
 */
export function ownPathOf(path: unknown): string | undefined {
  if (typeof path !== 'string' || path.length > LONGEST_PATH) return undefined
  return PAGE_PATH.test(path) && !NO_PAGE.test(path) ? path : undefined
}

/** Where one signs in, with the way back to the page of this path, where there is one to go back to. */
export function signInPath(from?: unknown): string {
  const next = ownPathOf(from)
  return next === undefined || next === '/' ? '/sign-in' : `/sign-in?next=${next}`
}
