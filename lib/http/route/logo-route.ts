import { openRoute } from './open-route'
import { noSuchCall } from './unknown-route'

/** A picture may hold scripts and links. Where it is opened as a page, it runs and loads nothing. */
const POLICY_OF_PICTURE =
  "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"

/** The picture of `APP_LOGO`, for anybody, where there is one. */
export const logoRoute = openRoute(async ({ runtime, responseHeaders }) => {
  const { logo } = runtime
  if (!logo) throw noSuchCall()
  responseHeaders.set('Content-Security-Policy', POLICY_OF_PICTURE)
  return new Response(logo.bytes, {
    headers: { 'Content-Type': logo.type, 'Cache-Control': 'public, max-age=300' },
  })
})
