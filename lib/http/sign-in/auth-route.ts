import type { Arrival } from '@/lib/admission/arrival'
import { wrongField } from '@/lib/admission/checked'
import { takeLimit } from '@/lib/admission/take-limit'
import { authCalls, type AuthCall } from '@/lib/auth/auth-calls'
import { claimsOfToken } from '@/lib/auth/claims-of-token'
import { FullstopError } from '@/lib/contract/fullstop-error'
import { MAX_ADDRESS_CHARACTERS } from '@/lib/contract/limits'
import type { OpenCall } from '@/lib/http/answer/answer-call'
import { completeAuthError } from '@/lib/http/answer/auth-errors'
import { arrivalOf } from '@/lib/http/request/arrival-of'
import { jsonOf } from '@/lib/http/request/read-body'
import { withBody, type TakeBody } from '@/lib/http/request/with-body'
import { openRoute } from '@/lib/http/route/open-route'
import { noSuchCall } from '@/lib/http/route/unknown-route'
import { refuseForeignOrigin } from '@/lib/http/session/foreign-origin'
import { refuseNul } from './refuse-nul'
import { reportRefusedSignIn } from './report-refused-sign-in'

const BASE = '/api/auth'

/** In bytes. Fields of these calls are stored, and none of them is long. */
const LARGEST_BODY = 16 * 1024

/** better-auth's own wire, as far as it is open. Its calls are counted here. */
export const authRoute = openRoute((call) => {
  const arrival = arrivalOf(call)
  return withBody(call, arrival.address, 'signIns', (takeBody) =>
    answerAuth(call, arrival, takeBody),
  )
})

async function answerAuth(call: OpenCall, arrival: Arrival, takeBody: TakeBody): Promise<Response> {
  const { request, runtime } = call
  const { pathname } = new URL(request.url)
  const open = authCalls[pathname.slice(BASE.length)]
  if (!open?.methods.some((method) => method === request.method)) {
    throw noSuchCall()
  }
  refuseForeignOrigin(request, runtime.config.PUBLIC_URL)
  if (pathname === `${BASE}/sign-in/anonymous` && runtime.config.AUTH_GUESTS === 'off') {
    throw new FullstopError('forbidden', 'This server requires an account.')
  }
  const body = request.method === 'POST' ? await takeBody(LARGEST_BODY) : ''
  await countCall(call, arrival, open, body === '' ? undefined : jsonOf(request, body))
  refuseNul(request.url, body)
  if (pathname === `${BASE}/verify-email` && !(await mayProve(call))) {
    return new Response(null, { status: 302, headers: { Location: '/account?error=confirm' } })
  }
  const bounded = new Request(request.url, {
    method: request.method,
    headers: await withoutStaleSession(call),
    ...(body !== '' && { body }),
  })
  const response = await runtime.authentication.handle(bounded)
  await reportRefusedSignIn(call, response)
  // The headers of a response may be immutable, and each of ours gets some more.
  const told = await completeAuthError(response)
  return new Response(told.body, told)
}

/** better-auth clears the cookie of an ended session after it has set that of the new one. */
async function withoutStaleSession({ request, runtime }: OpenCall): Promise<Headers> {
  const headers = new Headers(request.headers)
  const isSignIn = /\/sign-(in|up)\//.test(new URL(request.url).pathname)
  const isStale = isSignIn && !(await runtime.authentication.accountOf(headers))
  if (isStale) headers.delete('cookie')
  return headers
}

async function countCall(
  { runtime }: OpenCall,
  arrival: Arrival,
  { limit, namesAccount = false }: AuthCall,
  body: unknown,
): Promise<void> {
  if (limit === undefined) return
  const account = namesAccount
    ? addressIn(body)
    : (await runtime.authentication.accountOf(arrival.credentials))?.id
  await takeLimit(runtime.rateLimits, arrival, limit, account === undefined ? {} : { account })
}

/** Guesses at one account are counted together. */
function addressIn(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || !('email' in body)) return undefined
  if (typeof body.email !== 'string') return undefined
  if (body.email.length > MAX_ADDRESS_CHARACTERS) throw wrongField('email', 'is too long')
  return body.email.trim().toLowerCase()
}

/**
 * An address is proved only by a person who is signed in to its account: else somebody could sign up
 * with another's address, and have its owner prove it by pressing the link. A new address may also have
 * been taken meanwhile.
 */
async function mayProve({ request, runtime }: OpenCall): Promise<boolean> {
  const claims = claimsOfToken(new URL(request.url).searchParams.get('token') ?? '')
  const account = await runtime.authentication.accountOf(request.headers)
  if (!claims || account?.email !== claims.email) return false
  return (
    claims.updateTo === undefined || !(await runtime.database.accounts.isTaken(claims.updateTo))
  )
}
