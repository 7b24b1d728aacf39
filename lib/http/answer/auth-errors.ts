import type { ErrorBody } from '@/lib/contract/error'
import { REFUSED } from '@/lib/platform/request-labels'

/** The fields that better-auth's client reads at the top of an error's body. */
type AuthErrorBody = { message: string; code: string }

/** Requests that were refused before they got here, for their host or protocol, do not say who asked. */
const UNKNOWN_CALLERS: readonly string[] = [REFUSED.foreignHost, REFUSED.upgrade]

/** Whether better-auth's client may be asking. */
export function isAuthCall(request: Request): boolean {
  const { pathname } = new URL(request.url)
  return /^\/api\/auth(\/|$)/.test(pathname) || UNKNOWN_CALLERS.includes(pathname)
}

/** An error of ours, with the fields that better-auth's client reads. */
export function forAuthClient(body: ErrorBody): ErrorBody & AuthErrorBody {
  const { message, code } = body.error
  return { ...body, message, code }
}

/** An error of better-auth's own, some of which have no code, or no body at all. */
export async function completeAuthError(response: Response): Promise<Response> {
  if (response.status < 400) return response
  const text = await response.text()
  const said = fieldsOf(text)
  // A page is for a browser to show, and stays as it is.
  if (!said && text.trimStart().startsWith('<')) return new Response(text, response)
  const words = response.statusText || `HTTP_${response.status}`
  const message = stringIn(said, 'message') ?? 'That did not work.'
  const code = stringIn(said, 'code') ?? words.toUpperCase().replaceAll(/\W+/g, '_')
  const { status, headers } = response
  return Response.json({ ...said, message, code }, { status, headers: withoutBodyFacts(headers) })
}

function fieldsOf(text: string): Readonly<Record<string, unknown>> | undefined {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return undefined
  }
  return typeof body === 'object' && body !== null ? { ...body } : undefined
}

function stringIn(
  fields: Readonly<Record<string, unknown>> | undefined,
  name: string,
): string | undefined {
  const value = fields?.[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The headers without those that describe the old body. */
function withoutBodyFacts(headers: Headers): Headers {
  const kept = new Headers(headers)
  for (const name of ['Content-Type', 'Content-Length']) kept.delete(name)
  return kept
}
