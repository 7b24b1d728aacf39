/** A piece of Markdown that tries to run, to fetch or to lead away. */
export type Payload = {
  name: string
  markdown: string
  /** The payload swallows the text after it, so it must be an answer of its own. */
  alone: boolean
}

/** The target of a payload. Every payload has its own path, so that a call tells who made it. */
export type Target = {
  /** `http://host:port/name` */
  url: string
  /** `host:port/name`, to put after any scheme. */
  address: string
  /** A script that calls the canary and leaves a trace in the page. */
  script: string
}

type Family = Record<string, (target: Target) => string>

/** The payloads of one kind. Those of `alone` would make the payloads after them harmless. */
export function family(origin: string, joined: Family, alone: Family = {}): Payload[] {
  return [...payloadsOf(origin, joined, false), ...payloadsOf(origin, alone, true)]
}

function payloadsOf(origin: string, entries: Family, alone: boolean): Payload[] {
  return Object.entries(entries).map(([name, write]) => {
    const url = `${origin}/${name}`
    const address = url.replace('http://', '')
    const script = `fetch('${url}');window.hostile='${name}'`
    return { name, markdown: write({ url, address, script }), alone }
  })
}
