const EXPOSED = [
  'X-Message-Id',
  'X-Chat-Id',
  'X-Request-Id',
  'RateLimit',
  'RateLimit-Policy',
  'Retry-After',
].join(', ')

/**
 * The headers that let a page of a listed origin read a response: to a call with an API key, and to
 * the browser's question whether it may make one. A call with a cookie never gets them.
 */
export function crossOriginHeaders(
  request: Request,
  origins: readonly string[],
): Record<string, string> {
  if (origins.length === 0) return {}
  const origin = request.headers.get('origin')
  const isPreflight = request.method === 'OPTIONS'
  const isByKey = request.headers.has('authorization')
  if (origin === null || !origins.includes(origin) || (!isPreflight && !isByKey)) {
    return { Vary: 'Origin' }
  }
  return {
    Vary: 'Origin',
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Expose-Headers': EXPOSED,
    ...(isPreflight && {
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, Last-Event-ID, Prefer',
      'Access-Control-Max-Age': '600',
    }),
  }
}
