import { Guest } from '../../harness/guest'
import { FaultProxy, type LinePlan } from '../../harness/network/fault-proxy'
import type { AppServer } from '../../harness/server/app-server'

/** The most readers of a run that go through a line, including the sender. */
const LINES = 3

/** Everything that a run needs. An arena is used by one run at a time. */
export type Arena = {
  server: AppServer
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
  server: AppServer,
  providerUrl: string,
  provider: { line: FaultProxy; index: number },
): Promise<Arena> {
  // An address needs no lookup of a name, and a line opens many connections.
  const address = `http://127.0.0.1:${server.port}`
  return {
    server,
    providerUrl,
    providerLine: provider.line,
    faultyModel: `line${provider.index}/fake-small`,
    lines: await Promise.all(Array.from({ length: LINES }, () => FaultProxy.start(address))),
    guest: await Guest.signIn(server.url),
    stranger: await Guest.signIn(server.url),
  }
}

/** How a reader reaches the server: directly, or through a line that is prepared for it. */
export function wayOf(
  { line: plan }: { line: LinePlan | undefined },
  index: number,
  { guest, lines }: Arena,
): { guest: Guest; line: FaultProxy | undefined } {
  const line = plan && lines[index]
  if (plan) line?.prepare(plan)
  return { guest: line ? guest.at(line.url) : guest, line }
}

export async function closeArena({ lines, providerLine }: Arena): Promise<void> {
  await Promise.all([...lines, providerLine].map((line) => line.close()))
}
