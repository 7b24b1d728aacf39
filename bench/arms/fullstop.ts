import { AppServer } from '../../e2e/harness/app-server.ts'
import type { AnswerRequest } from '../provider/script.ts'
import type { Arm, Question } from './arm.ts'

const GUESTS = 40

/** Fullstop's production build, on a database of its own, with what only Fullstop can do. */
export type FullstopArm = Arm & {
  readonly server: AppServer
  /** What stops the answer that was asked for under this key. */
  cancel(key: string): Question
  /** The headers of one of the guests. */
  readonly headers: Record<string, string>
  /** The headers of the guest whose answer this is. */
  headersOf(key: string): Record<string, string>
}

/** Starts it with everything on, and signs guests in to share the answers among them. */
export async function startFullstop(
  providerUrl: string,
  environment: Record<string, string> = {},
): Promise<FullstopArm> {
  const server = await AppServer.start({
    COMPATIBLE_BASE_URL: `${providerUrl}/v1`,
    COMPATIBLE_MODELS: 'bench',
    STREAMS_PER_USER: '1000',
    STREAMS_PER_SERVER: '10000',
    ...environment,
  })
  const url = `http://127.0.0.1:${server.port}`
  const guests: Record<string, string>[] = []
  for (let guest = 0; guest < GUESTS; guest += 1) guests.push(await signIn(url))
  const guestOf = new Map<string, Record<string, string>>()
  let asked = 0

  function headersOf(key: string): Record<string, string> {
    const headers = guestOf.get(key) ?? guests[asked++ % GUESTS]
    if (!headers) throw new Error('no guests')
    guestOf.set(key, headers)
    return headers
  }

  return {
    name: 'fullstop',
    url,
    server,
    processId: server.processId,
    ask: (script: AnswerRequest) => ({
      path: '/api/chat',
      headers: headersOf(script.key),
      body: JSON.stringify({
        message: { role: 'user', parts: [{ type: 'text', text: JSON.stringify(script) }] },
        assistantMessageId: script.key,
      }),
    }),
    cancel: (key) => ({
      path: `/api/messages/${key}/cancel`,
      headers: headersOf(key),
      body: '{}',
    }),
    headers: guests[0] ?? {},
    headersOf,
    async end() {
      await server.end('SIGKILL')
      await server.remove()
    },
  }
}

async function signIn(url: string): Promise<Record<string, string>> {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(`${url}/api/auth/sign-in/anonymous`, {
    method: 'POST',
    headers,
    body: '{}',
  })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie === undefined) throw new Error(`no cookie: ${response.status}`)
  return { ...headers, Cookie: cookie }
}
