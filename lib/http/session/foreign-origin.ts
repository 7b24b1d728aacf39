import { ownOriginsOf } from '@/lib/auth/own-origins'
import { FullstopError } from '@/lib/contract/fullstop-error'

const READING = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses a change that another site's page asks the browser for. A browser always says where such
 * a request comes from; a program that says nothing (curl) is not a browser. A call with an API key
 * may come from anywhere: no browser adds a key of its own accord.
 */
export function refuseForeignOrigin(request: Request, publicUrl: string | undefined): void {
  const { headers, method } = request
  if (READING.has(method) || headers.has('authorization')) return
  const origin = headers.get('origin')
  const site = headers.get('sec-fetch-site')
  const own = ownOriginsOf(request, publicUrl)
  const foreign =
    (origin !== null && !own.some((ownOrigin) => sameHost(origin, ownOrigin))) ||
    (site !== null && site !== 'same-origin' && site !== 'none')
  if (foreign) throw new FullstopError('forbidden', 'This request comes from another site.')
}

/** The scheme may be unknown behind a proxy, so the host decides. */
function sameHost(origin: string, own: string): boolean {
  return URL.canParse(origin) && URL.canParse(own) && new URL(origin).host === new URL(own).host
}
