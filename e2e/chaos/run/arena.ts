import { Guest } from '../../harness/guest'
import { FaultProxy, type LinePlan } from '../../harness/network/fault-proxy'
import type { Site } from './site'

/** The most readers of a run that go through a line, including the sender. */
const LINES = 3

/** Everything that a run needs. An arena is used by one run at a time. */
export type Arena = {
  site: Site
  providerUrl: string
  /** The connections to the provider of {@link Arena.faultyModel}. */
  providerLine: FaultProxy
  faultyModel: string
  /** Ways to the server, one a reader. */
  lines: readonly FaultProxy[]
  guest: Guest
  stranger: Guest
}

/** The lines to the provider, and the environment variables that give each its own model. */
export async function startProviderLines(providerUrl: string, count: number) {
  const lines = await Promise.all(
    Array.from({ length: count }, () => FaultProxy.start(providerUrl)),
  )
  const variables = lines.flatMap(({ url }, index) => [
    [`COMPATIBLE_LINE${index}_BASE_URL`, `${url}/v1`],
    [`COMPATIBLE_LINE${index}_MODELS`, 'fake-small'],
  ])
  return { lines, variables: Object.fromEntries(variables) as Record<string, string> }
}

export async function openArena(
  site: Site,
  providerUrl: string,
  provider: { line: FaultProxy; index: number },
): Promise<Arena> {
  return {
    site,
    providerUrl,
    providerLine: provider.line,
    faultyModel: `line${provider.index}/fake-small`,
    lines: await Promise.all(Array.from({ length: LINES }, () => FaultProxy.start(site.url))),
    guest: await Guest.signIn(site.url, site.fetch),
    stranger: await Guest.signIn(site.url, site.fetch),
  }
}

/** How a reader reaches the server: directly, or through a line that is prepared for it. */
export function wayOf(
  { line: plan }: { line: LinePlan | undefined },
  index: number,
  { guest, lines, site }: Arena,
): { guest: Guest; line: FaultProxy | undefined } {
  const line = plan && lines[index]
  if (plan) line?.prepare(plan)
  return { guest: line ? guest.via({ url: line.url, fetch: site.fetch }) : guest, line }
}

export async function closeArena({ lines, providerLine }: Arena): Promise<void> {
  await Promise.all([...lines, providerLine].map((line) => line.close()))
}
