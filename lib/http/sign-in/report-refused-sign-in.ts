import type { OpenCall } from '@/lib/http/answer/answer-call'

/** Logs a sign-in that was refused. One that succeeds is logged where its session is made. */
export async function reportRefusedSignIn(
  { request, runtime, requestId }: OpenCall,
  response: Response,
): Promise<void> {
  const isSignIn = /^\/api\/auth\/(sign-(in|up)|callback)\//.test(new URL(request.url).pathname)
  const reason = isSignIn ? await refusalIn(response) : undefined
  if (reason === undefined) return
  runtime.log.info({ requestId, status: response.status, code: reason }, 'sign-in refused')
}

/** better-auth's word for a refusal: in the body, or in the address to which it sends a browser. */
async function refusalIn(response: Response): Promise<string | undefined> {
  const location = response.headers.get('Location')
  if (location !== null) {
    const said = new URL(location, 'http://localhost').searchParams.get('error')
    return said === null ? undefined : wordOf(said)
  }
  if (response.ok) return undefined
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  const code = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined
  return wordOf(code)
}

/** The word may repeat a text that the caller sent: only a short name is logged. */
function wordOf(value: unknown): string {
  return typeof value === 'string' && /^\w{1,60}$/.test(value) ? value : 'unknown'
}
