import { randomUUID } from 'node:crypto'
import type { KeyScope } from '@/lib/contract/account'
import type { AppServer } from '../harness/server/app-server'

/** A caller, with the headers that say who they are. */
export type Caller = { name: string; headers: Record<string, string> }

const json = { 'Content-Type': 'application/json' }

export const PASSWORD = 'correct horse battery'

export const anonymous: Caller = { name: 'anonymous', headers: {} }

export async function signInAsGuest(server: AppServer, name: string): Promise<Caller> {
  return { name, headers: await cookieOf(server, 'sign-in/anonymous', {}) }
}

/** Makes an account and signs in to it. */
export async function signUp(server: AppServer, name: string): Promise<Caller> {
  const email = `${randomUUID()}@example.org`
  const headers = await cookieOf(server, 'sign-up/email', { name, email, password: PASSWORD })
  return { name, headers }
}

/** A caller whose session was good, and has ended. */
export async function signOut(server: AppServer, caller: Caller): Promise<Caller> {
  const ended = { name: 'ended session', headers: caller.headers }
  const response = await fetch(`${server.url}/api/auth/sign-out`, {
    method: 'POST',
    headers: { ...json, ...caller.headers },
    body: '{}',
  })
  if (!response.ok) throw new Error(`sign-out: ${response.status}`)
  return ended
}

/** A valid session's cookie with another signature. */
export function forged({ headers }: Caller): Caller {
  const cookie = (headers['Cookie'] ?? '').replace(/\.[^.]+$/, `.${'A'.repeat(43)}%3D`)
  return { name: 'forged cookie', headers: { Cookie: cookie } }
}

/** The same person, by an API key. */
export async function byKey(server: AppServer, owner: Caller, scope: KeyScope): Promise<Caller> {
  const response = await fetch(`${server.url}/api/keys`, {
    method: 'POST',
    headers: { ...json, ...owner.headers },
    body: JSON.stringify({ name: scope, scope }),
  })
  const { key } = (await response.json()) as { key: string }
  return { name: `key to ${scope}`, headers: { Authorization: `Bearer ${key}` } }
}

async function cookieOf(server: AppServer, path: string, body: object) {
  const response = await fetch(`${server.url}/api/auth/${path}`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify(body),
  })
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .find((pair) => pair.startsWith('fullstop='))
  if (cookie === undefined) throw new Error(`${path}: ${response.status} without a cookie`)
  return { Cookie: cookie }
}
