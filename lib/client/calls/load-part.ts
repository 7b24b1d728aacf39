import { Backoff } from '@/client/backoff'

/** How often a part is asked for that a server which answers does not send. */
const MOST_TRIES = 3

type LoadPartOptions = {
  fetch?: typeof globalThis.fetch
  backoff?: Backoff
}

/**
 * Loads a part of the page. Where the network or the server is away, waits until it is back, and asks
 * again. Fails only where the server answers and has no such part: it has another version by now.
 */
export async function loadPart<Part>(
  load: () => Promise<Part>,
  { fetch = globalThis.fetch, backoff = new Backoff() }: LoadPartOptions = {},
): Promise<Part> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await load()
    } catch (error) {
      if (tries === MOST_TRIES) throw error
      await untilServerAnswers(fetch, backoff)
    }
  }
}

async function untilServerAnswers(fetch: typeof globalThis.fetch, backoff: Backoff): Promise<void> {
  const lookNow = () => {
    backoff.skip()
  }
  addEventListener('online', lookNow)
  while (!(await answers(fetch))) await backoff.wait()
  removeEventListener('online', lookNow)
}

async function answers(fetch: typeof globalThis.fetch): Promise<boolean> {
  try {
    return (await fetch('/api/health', { cache: 'no-store' })).ok
  } catch {
    return false
  }
}
