import { z } from 'zod'
import type { Measured } from './planned-chats.ts'

type Account = { name: string; email: string; password: string }

/** The accounts that calls are measured for. */
export const accounts: Record<Measured, Account> = {
  collector: accountOf('Collector'),
  newcomer: accountOf('Newcomer'),
}

const signedUpSchema = z.object({ user: z.object({ id: z.string() }) })

/** @returns the new person's ID */
export async function signUp(url: string, account: Account): Promise<string> {
  return idIn(await post(`${url}/api/auth/sign-up/email`, account))
}

/** @returns the new guest's ID */
export async function signUpGuest(url: string): Promise<string> {
  return idIn(await post(`${url}/api/auth/sign-in/anonymous`, {}))
}

/** @returns the headers with which this account makes its calls */
export async function signIn(
  url: string,
  { email, password }: Account,
): Promise<Record<string, string>> {
  const response = await post(`${url}/api/auth/sign-in/email`, { email, password })
  const cookie = response.headers.getSetCookie()[0]?.split(';')[0]
  if (cookie === undefined) throw new Error(`no cookie for ${email}`)
  return { 'Content-Type': 'application/json', Cookie: cookie }
}

async function idIn(response: Response): Promise<string> {
  return signedUpSchema.parse(await response.json()).user.id
}

async function post(url: string, body: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response
}

function accountOf(name: string): Account {
  return {
    name,
    email: `${name.toLowerCase()}@example.org`,
    password: 'a password for the benchmark',
  }
}
