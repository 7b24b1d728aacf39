import { randomBytes } from 'node:crypto'
import { NextResponse, type NextRequest } from 'next/server'
import { pagePolicy, securityHeaders } from '@/lib/http/answer/security-headers'
import { PAGE_PATH_HEADER } from '@/lib/http/page/page-path-header'
import { readConfig } from '@/lib/platform/env'

/** Gives each page its policy, with a nonce of its own, which Next puts on the page's scripts. */
export function proxy(request: NextRequest): NextResponse {
  const { PUBLIC_URL, development } = readConfig()
  const nonce = randomBytes(16).toString('base64')
  const policy = { 'Content-Security-Policy': pagePolicy(nonce, { development }) }
  const headers = new Headers(request.headers)
  for (const [name, value] of Object.entries(policy)) headers.set(name, value)
  headers.set(PAGE_PATH_HEADER, request.nextUrl.pathname)
  const response = NextResponse.next({ request: { headers } })
  for (const [name, value] of Object.entries({ ...securityHeaders(PUBLIC_URL), ...policy })) {
    response.headers.set(name, value)
  }
  return response
}

/** Pages only: a proxy would cut the bodies of calls, and files need no policy or have their own. */
export const config = { matcher: ['/((?!api/|logo$|_next/static/).*)'] }
