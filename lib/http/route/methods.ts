import { FullstopError } from '@/lib/contract/fullstop-error'
import { openRoute } from './open-route'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

type Method = (typeof METHODS)[number]

type Handler<Parameters> = (
  request: Request,
  context: { params: Promise<Parameters> },
) => Promise<Response>

/** The methods of one path. Any other method is refused by an error of the contract. */
export function methods<Parameters = Record<never, string>>(
  handlers: Partial<Record<Method, Handler<Parameters>>>,
): Record<Method | 'OPTIONS', Handler<Parameters>> {
  const allowed = METHODS.filter((method) => handlers[method])
  const allow = [...allowed, 'OPTIONS'].join(', ')
  const refused = openRoute(async ({ responseHeaders }) => {
    responseHeaders.set('Allow', allow)
    throw new FullstopError('method_not_allowed', `This path accepts only: ${allowed.join(', ')}.`)
  })
  const options = openRoute(async ({ responseHeaders }) => {
    responseHeaders.set('Allow', allow)
    responseHeaders.set('Access-Control-Allow-Methods', allowed.join(', '))
    return new Response(null, { status: 204 })
  })
  const {
    GET = refused,
    POST = refused,
    PUT = refused,
    PATCH = refused,
    DELETE = refused,
  } = handlers
  return { GET, POST, PUT, PATCH, DELETE, OPTIONS: options }
}
