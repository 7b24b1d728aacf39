import { rmSync } from 'node:fs'
import { AppServer } from '../../e2e/harness/server/app-server.ts'
import type { AnswerRequest } from '../provider/script.ts'
import { endWithProcess } from '../system/end-with-process.ts'
import type { Arm, Call } from './arm.ts'

const GUESTS = 40

/** A guest who uses the page: it asks, and reads all of its answers over one connection. */
export type Page = {
  /** The call that asks for an answer, and does not carry it. The server makes all IDs. */
  ask(script: AnswerRequest): Call
  /** The call whose response carries all the answers of this guest. */
  readonly events: Call
  /** The call that is answered once no answer of this guest runs. */
  readonly stopAll: Call
}

/** The calls of guests, who share the answers among them. */
export type GuestCalls = {
  /** The call that asks for an answer, which streams in the response. */
  ask(script: AnswerRequest): Call
  stop(key: string): Call
  /** The call of another reader of this key's answer. */
  follow(key: string): Call
  /** A call that does next to nothing: it checks the session and lists the models. */
  readonly trivial: Call
  /** One for each guest. */
  readonly pages: readonly Page[]
}

/** Fullstop's production build on a database of its own, with the calls that only Fullstop has. */
export type FullstopArm = Arm & GuestCalls & AsyncDisposable & { readonly databaseFile: string }

/** Everything on, with the provider of the benchmark. Only limits that a load would reach are raised. */
export function benchEnvironment(providerUrl: string): Record<string, string> {
  return {
    COMPATIBLE_BASE_URL: `${providerUrl}/v1`,
    COMPATIBLE_MODELS: 'bench',
    RATE_LIMIT: 'off',
    STREAMS_PER_USER: '1000',
    STREAMS_PER_SERVER: '10000',
    STREAM_MAX_MS: '3600000',
  }
}

/**
 * Starts Fullstop with everything on, and signs in guests, who share the answers. Without `saving`,
 * nothing of an answer is written before its end.
 */
export async function startFullstop(
  providerUrl: string,
  { saving = true, guestCount = GUESTS } = {},
): Promise<FullstopArm> {
  const server = await AppServer.start({
    ...benchEnvironment(providerUrl),
    ...(!saving && { STREAM_FLUSH_MS: '3600000' }),
  })
  const callOff = endWithProcess(() => {
    process.kill(server.processId, 'SIGKILL')
    rmSync(server.folder, { recursive: true, force: true })
  })
  const url = `http://127.0.0.1:${server.port}`

  async function end(): Promise<void> {
    callOff()
    // SIGKILL, because nothing needs to be saved.
    await server.end('SIGKILL')
    await server.remove()
  }

  return {
    name: saving ? 'fullstop' : 'fullstop-unsaved',
    url,
    processId: server.processId,
    databaseFile: server.databaseFile,
    ...(await signInGuests(url, guestCount)),
    end,
    [Symbol.asyncDispose]: end,
  }
}

/** Signs in guests. Their calls may go to any server that knows them. */
export async function signInGuests(url: string, guestCount = GUESTS): Promise<GuestCalls> {
  const guests: Record<string, string>[] = []
  for (let guest = 0; guest < guestCount; guest += 1) guests.push(await signIn(url))
  const guestOf = new Map<string, Record<string, string>>()
  let asked = 0

  function headersOf(key: string): Record<string, string> {
    const headers = guestOf.get(key) ?? guests[asked++ % guestCount]
    if (!headers) throw new Error('no guests')
    guestOf.set(key, headers)
    return headers
  }

  return {
    ask: (script) => ({
      path: '/api/chat',
      headers: headersOf(script.key),
      body: JSON.stringify({ message: questionOf(script), assistantMessageId: script.key }),
    }),
    stop: (key) => ({ path: `/api/messages/${key}/cancel`, headers: headersOf(key), body: '{}' }),
    follow: (key) => ({ path: `/api/messages/${key}/stream`, headers: headersOf(key) }),
    trivial: { path: '/api/models', headers: headersOf('nobody') },
    pages: guests.map((headers) => ({
      ask: (script) => ({
        path: '/api/chat',
        headers: { ...headers, Prefer: 'respond-async' },
        body: JSON.stringify({ message: questionOf(script) }),
      }),
      events: { path: '/api/events', headers },
      stopAll: { path: '/api/streams/cancel', headers, body: '{}' },
    })),
  }
}

function questionOf(script: AnswerRequest) {
  return { role: 'user', parts: [{ type: 'text', text: JSON.stringify(script) }] }
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
