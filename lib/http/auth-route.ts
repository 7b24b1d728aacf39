import { authCalls } from '@/lib/auth/auth-calls'
import { FullstopError } from '@/lib/contract/fullstop-error'
import type { OpenCall } from './answer'
import { refuseForeignOrigin } from './foreign-origin'
import { readJson } from './read-body'
import { openRoute, takeLimit } from './route'

const BASE = '/api/auth'

/** Of an e-mail address (RFC 5321, 4.5.3.1): what is longer is none, and need not be remembered. */
const LONGEST_ADDRESS = 254

/** better-auth's own wire, as far as it is open; who calls how often is counted here. */
export const authRoute = openRoute(async (call) => {
  const { request, runtime } = call
  const { pathname } = new URL(request.url)
  const open = authCalls[pathname.slice(BASE.length)]
  if (!open?.methods.some((method) => method === request.method)) {
    throw new FullstopError('not_found', 'There is no such call.')
  }
  refuseForeignOrigin(request, runtime.config.PUBLIC_URL)
  if (pathname === `${BASE}/sign-in/anonymous` && runtime.config.AUTH_GUESTS === 'off') {
    throw new FullstopError('forbidden', 'This server is for people with an account.')
  }
  // It would read a body of any size.
  const body = request.method === 'POST' ? await readJson(request) : undefined
  if (open.limit !== undefined) await countCall(call, open.limit, body?.value)
  const bounded = new Request(request.url, {
    method: request.method,
    headers: await withoutStaleSession(call),
    ...(body !== undefined && { body: body.text }),
  })
  const response = await runtime.authentication.handle(bounded)
  // Its headers may be immutable, and every response of ours gets some more.
  return new Response(response.body, response)
})

/** better-auth clears the cookie of a session that has ended, after it has set that of the new one. */
async function withoutStaleSession({ request, runtime }: OpenCall): Promise<Headers> {
  const headers = new Headers(request.headers)
  const isSignIn = /\/sign-(in|up)\//.test(new URL(request.url).pathname)
  const isStale = isSignIn && (await runtime.authentication.sessionOf(headers)) === undefined
  if (isStale) headers.delete('cookie')
  return headers
}

async function countCall(
  call: OpenCall,
  limit: Parameters<typeof takeLimit>[1],
  body: unknown,
): Promise<void> {
  const { request, runtime } = call
  const account = addressIn(body) ?? (await runtime.authentication.sessionOf(request.headers))
  await takeLimit(call, limit, account === undefined ? {} : { account })
}

/** Guesses at one account are counted together, wherever they come from. */
function addressIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('email' in body)) return undefined
  return typeof body.email === 'string'
    ? body.email.trim().toLowerCase().slice(0, LONGEST_ADDRESS)
    : undefined
}
