import { setTimeout as pause } from 'node:timers/promises'
import { booksSchema, callSchema, type Books, type Call } from './call.ts'

export type { Books, Call } from './call.ts'

const POLL_INTERVAL = 10

/** @param url the fake provider's, without `/v1` */
export async function readBooks(url: string): Promise<Books> {
  return booksSchema.parse(await fetchJson(`${url}/books`))
}

/** The latest call under a key. */
export async function readCall(url: string, key: string): Promise<Call | undefined> {
  const response = await fetch(`${url}/books/${key}`)
  if (response.status === 404) return undefined
  return callSchema.parse(await bodyOf(response))
}

/**
 * Waits until the latest call under a key satisfies the predicate.
 * @throws Error, with the last state of the call, after `deadline` milliseconds
 */
export async function waitForCall(
  url: string,
  key: string,
  predicate: (call: Call) => boolean = () => true,
  deadline = 20_000,
): Promise<Call> {
  const giveUpAt = performance.now() + deadline
  while (true) {
    const call = await readCall(url, key)
    if (call !== undefined && predicate(call)) return call
    if (performance.now() > giveUpAt) throw new Error(await describe(url, key, call, deadline))
    await pause(POLL_INTERVAL)
  }
}

/** Lets a held call go on. @param until how many tokens it may send in all; all unless given */
export async function releaseCall(url: string, key: string, until?: number): Promise<Call> {
  const query = until === undefined ? '' : `?until=${until}`
  return callSchema.parse(await fetchJson(`${url}/books/${key}/release${query}`, 'POST'))
}

/** Forgets all calls. Calls that are still open go on, but are no longer found. */
export async function clearBooks(url: string): Promise<void> {
  await fetchJson(`${url}/books`, 'DELETE')
}

async function fetchJson(address: string, method = 'GET'): Promise<unknown> {
  return bodyOf(await fetch(address, { method }))
}

async function bodyOf(response: Response): Promise<unknown> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
  return response.json()
}

async function describe(url: string, key: string, call: Call | undefined, deadline: number) {
  const { calls, ...books } = await readBooks(url)
  const refusals = [...new Set(books.refusals)]
  const known = calls.map((each) => each.key).join(', ')
  const state = call && { ...call, tokens: call.tokens.length, messages: call.messages.length }
  return [
    `call ${key} was not as expected within ${deadline} ms: ${JSON.stringify(state) ?? 'not there'}`,
    `in the books: ${known || 'nothing'}; refused: ${refusals.join(' | ') || 'nothing'}`,
  ].join('\n')
}
