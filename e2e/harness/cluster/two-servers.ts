import { expect, providerVariables } from '../fixtures'
import { Guest } from '../guest'
import type { AppServer } from '../server/app-server'
import { PostgresServer } from '../server/postgres-server'
import { RedisServer } from '../server/redis-server'
import { startServers } from '../server/start-servers'

/** Two servers with one PostgreSQL and one Redis, and nothing in front of them. */
export type TwoServers = AsyncDisposable & {
  postgres: PostgresServer
  redis: RedisServer
  one: AppServer
  other: AppServer
}

/** Starts all of it. Resolves once both servers have reached Redis. */
export async function startTwoServers(
  providerUrl: string,
  variables: Record<string, string> = {},
): Promise<TwoServers> {
  await using opened = new AsyncDisposableStack()
  const postgres = opened.adopt(await PostgresServer.start(), (it) => it.remove())
  const redis = opened.adopt(await RedisServer.start(), (it) => it.end())
  const [one, other] = (await startServers(2, postgres, {
    ...providerVariables(providerUrl),
    REDIS_URL: redis.url,
    ...variables,
  })) as [AppServer, AppServer]
  for (const server of [one, other]) opened.adopt(server, (it) => it.remove())
  for (const server of [one, other]) {
    await expect.poll(() => server.output).toContain('Redis is there')
  }
  const parts = opened.move()
  return { postgres, redis, one, other, [Symbol.asyncDispose]: () => parts.disposeAsync() }
}

/** A new guest at the one server, and the same guest at the other. */
export async function signInAtBoth({
  one,
  other,
}: TwoServers): Promise<Record<'here' | 'there', Guest>> {
  const here = await Guest.signIn(one.url)
  return { here, there: here.at(other.url) }
}
