import type { Person } from '@/lib/auth/person'
import { drainingError, FullstopError } from '@/lib/contract/fullstop-error'
import { idSchema } from '@/lib/contract/request'
import { newId } from '@/lib/platform/ids'
import { describeError } from '@/lib/platform/log'
import { getRuntime, type Runtime } from '@/lib/runtime'
import { errorResponse } from './error-response'
import { refuseForeignOrigin } from './foreign-origin'

type Parameters = Record<string, string>

/** What a handler gets: the request, whose it is, and what it needs to answer. */
export type Call<P extends Parameters> = {
  request: Request
  parameters: P
  person: Person
  runtime: Runtime
}

/** A handler for who is signed in; every other caller is `unauthenticated`. */
export function route<P extends Parameters = Record<never, string>>(
  handler: (call: Call<P>) => Promise<Response>,
): (request: Request, context: { params: Promise<P> }) => Promise<Response> {
  return (request, context) =>
    answer(async (runtime) => {
      if (runtime.draining) throw drainingError()
      refuseForeignOrigin(request, runtime.config.PUBLIC_URL)
      const person = await runtime.authentication.personOf(request.headers)
      if (!person) throw new FullstopError('unauthenticated', 'Sign in first.')
      // Next gives a route without parameters none at all.
      const parameters = { ...(await context.params) }
      refuseMalformedIds(parameters)
      return handler({ request, parameters, person, runtime })
    })
}

/** A handler for anybody. */
export function openRoute(
  handler: (call: { request: Request; runtime: Runtime }) => Promise<Response>,
): (request: Request) => Promise<Response> {
  return (request) => answer((runtime) => handler({ request, runtime }))
}

/** Gives every response an `X-Request-Id`, and every error the shape of the contract. */
async function answer(handle: (runtime: Runtime) => Promise<Response>): Promise<Response> {
  const requestId = newId()
  const runtime = await getRuntime()
  const response = await handle(runtime).catch((error: unknown) =>
    errorResponse(error, (unexpected) => {
      runtime.log.error({ requestId, error: describeError(unexpected) }, 'a call failed')
    }),
  )
  response.headers.set('X-Request-Id', requestId)
  return response
}

/** Every parameter in a path of ours is an ID. */
function refuseMalformedIds(parameters: Parameters): void {
  for (const [field, value] of Object.entries(parameters)) {
    if (!idSchema.safeParse(value).success) {
      throw new FullstopError('bad_request', `${field} is not an ID.`, { field })
    }
  }
}
