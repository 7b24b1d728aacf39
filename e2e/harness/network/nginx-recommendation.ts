import { readFile } from 'node:fs/promises'

/** What docs/proxies.md recommends for nginx, literally. */
export type Recommendation = {
  /** The `server { … }` in front of one server. */
  server: string
  /** The `upstream { … }` of several servers. */
  upstream: string
  /** What takes the place of the server's `proxy_pass` then. */
  passing: string
}

export async function readRecommendation(): Promise<Recommendation> {
  const document = await readFile('docs/proxies.md', 'utf8')
  const blocks = [...document.matchAll(/```nginx\n(.*?)```/gs)].map(([, block]) => block)
  const [server, upstream, passing] = blocks
  if (server === undefined || upstream === undefined || passing === undefined) {
    throw new Error('docs/proxies.md does not have all configurations')
  }
  return { server, upstream, passing }
}

/** The text with what has to be another. @throws Error unless each is there exactly once */
export function withReplacements(text: string, replacements: Record<string, string>): string {
  return Object.entries(replacements).reduce((replaced, [before, after]) => {
    if (replaced.split(before).length !== 2) throw new Error(`not there exactly once: ${before}`)
    return replaced.replace(before, after)
  }, text)
}
