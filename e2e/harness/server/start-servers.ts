import { AppServer } from './app-server'
import type { PostgresServer } from './postgres-server'

const SECRET = 'a secret that all of these servers have'

/** Starts servers at once that share a database and a secret. Where one does not start, none is left. */
export async function startServers(
  count: number,
  postgres: PostgresServer,
  variables: Record<string, string>,
): Promise<AppServer[]> {
  const environment = { AUTH_SECRET: SECRET, DATABASE_URL: postgres.url(), ...variables }
  const starts = await Promise.allSettled(
    Array.from({ length: count }, () => AppServer.start(environment)),
  )
  const servers = starts.flatMap((start) => (start.status === 'fulfilled' ? start.value : []))
  const failed = starts.find((start) => start.status === 'rejected')
  if (!failed) return servers
  await Promise.all(servers.map((server) => server.remove()))
  throw failed.reason
}
