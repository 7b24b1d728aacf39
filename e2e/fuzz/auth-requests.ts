import fc from 'fast-check'
import { z } from 'zod'
import { authCalls } from '@/lib/auth/auth-calls'
import { bodiesFor, isEmpty, parsedBody } from './bodies'
import { anyCaller } from './callers'
import type { FuzzedRequest } from './fuzzed-request'
import { anyContentType, anyHeaderNoise } from './header-noise'
import { hostileTexts } from './hostile-values'
import { encoded, queriesFor } from './queries'
import { arbitraryOf } from './schema-arbitrary'

/** Any other place is refused before the rest of a request is read, so only mutation makes one. */
const ownPlace = z.enum(['/', '/chat'])

/** The fields of all calls of better-auth together. Each call reads its own. */
const fields = z.object({
  name: z.string(),
  email: z.email(),
  password: z.string().min(8),
  newPassword: z.string().min(8),
  currentPassword: z.string(),
  revokeOtherSessions: z.boolean().optional(),
  rememberMe: z.boolean().optional(),
  image: z.string().optional(),
  callbackURL: ownPlace.optional(),
  redirectTo: ownPlace.optional(),
  errorCallbackURL: ownPlace.optional(),
  token: z.string().optional(),
  provider: z.enum(['github', 'google', 'none']).optional(),
  idToken: z.object({ token: z.string(), nonce: z.string().optional() }).optional(),
  scopes: z.array(z.string()).optional(),
})

const anyQuery = fc.oneof(
  queriesFor(z.object({ token: z.string(), callbackURL: ownPlace.optional() })),
  fc
    .tuple(
      fc.constantFrom('token', 'state', 'code', 'error', 'error_description', 'callbackURL'),
      fc.constantFrom(...hostileTexts),
    )
    .map(([name, text]) => `${name}=${encoded(text)}`),
)

/** Calls of better-auth that are not open, and paths that a careless lookup would open. */
const closed = [
  { path: '/delete-user', method: 'POST' },
  { path: '/update-user', method: 'POST' },
  { path: '/sign-in/anonymous', method: 'GET' },
  { path: '/__proto__', method: 'GET' },
  { path: '/constructor', method: 'POST' },
] as const

const open = Object.entries(authCalls).flatMap(([path, { methods }]) =>
  methods.map((method) => ({ path, method })),
)

/**
 * Requests of better-auth's own wire. Errors of requests that we refuse first have our shape, and
 * better-auth's own errors another. It alone decides which requests are right.
 */
export const authRequest: fc.Arbitrary<FuzzedRequest> = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...open).chain((call) => requestsOf(call, true)) },
  { weight: 1, arbitrary: fc.constantFrom(...closed).chain((call) => requestsOf(call, false)) },
)

function requestsOf(
  { path, method }: { path: string; method: 'GET' | 'POST' },
  isOpen: boolean,
): fc.Arbitrary<FuzzedRequest> {
  return fc
    .record({
      query: anyQuery,
      body: method === 'GET' ? fc.constant(undefined) : bodiesFor(arbitraryOf(fields)),
      contentType: anyContentType,
      noise: anyHeaderNoise,
      caller: anyCaller,
    })
    .map(({ query, body, contentType, noise, caller }): FuzzedRequest => {
      const isForeign = noise.means === 'another site' && caller.how !== 'authorization'
      const isNoJson = !parsedBody(body) || (!isEmpty(body) && contentType.takes === false)
      const isRefused = !isOpen || (method === 'POST' && (isForeign || isNoJson))
      const isOurs = isRefused && noise.means !== 'anything'
      return {
        call: `${method} /api/auth${path}`,
        method,
        path: `/api/auth${path}${query === '' ? '' : `?${query}`}`,
        headers: {
          ...(body && contentType.type !== undefined && { 'Content-Type': contentType.type }),
          ...noise.headers,
        },
        caller,
        body,
        chunked: false,
        expected: isOurs ? 'refused' : 'anything',
        wire: isOurs ? 'ours' : 'better-auth',
        endsCaller: true,
      }
    })
}
