import { nginxProgram, type Nginx } from '../network/nginx'
import { createOnPostgres } from '../server/app-database'
import { AppServer } from '../server/app-server'
import { freePort } from '../server/free-port'
import { PostgresServer } from '../server/postgres-server'
import { RedisServer, redisProgram } from '../server/redis-server'
import { ClusterDatabase } from './cluster-database'
import { startClusterNginx } from './cluster-nginx'

export type ClusterOptions = {
  /** How many servers there are. */
  count: number
  /** More variables, the same for all servers. */
  environment?: Record<string, string>
  /** The port of nginx; a free one unless given. */
  port?: number | undefined
  /** See {@link PostgresServer.start}. */
  postgres?: NonNullable<Parameters<typeof PostgresServer.start>[0]>['settings']
}

/** How long the answers of a server that shuts down may go on, in milliseconds. */
export const DRAIN_MS = 1_000

/**
 * Servers of the production build, each in a process of its own, with one PostgreSQL and one Redis, and an
 * nginx that gives the calls to them in turn. Each part may be killed, frozen and started again.
 */
export class Cluster {
  /** The address of nginx. */
  readonly url: string
  readonly servers: readonly AppServer[]
  readonly redis: RedisServer
  readonly postgres: PostgresServer
  readonly database: ClusterDatabase
  readonly #nginx: Nginx
  readonly #opened: AsyncDisposableStack

  private constructor(
    parts: Pick<Cluster, 'url' | 'servers' | 'redis' | 'postgres' | 'database'>,
    nginx: Nginx,
    opened: AsyncDisposableStack,
  ) {
    this.url = parts.url
    this.servers = parts.servers
    this.redis = parts.redis
    this.postgres = parts.postgres
    this.database = parts.database
    this.#nginx = nginx
    this.#opened = opened
  }

  /** The programs that are not installed here, and without which there is no cluster. */
  static readonly missing: readonly string[] = [
    ...(nginxProgram === undefined ? ['nginx'] : []),
    ...(redisProgram === undefined ? ['Redis'] : []),
    ...(PostgresServer.isInstalled ? [] : ['PostgreSQL']),
  ]

  /** Starts all parts. Resolves when every server is ready. */
  static async start(options: ClusterOptions): Promise<Cluster> {
    await using opened = new AsyncDisposableStack()
    const { count, environment, postgres: settings = 'safe' } = options
    const port = options.port ?? (await freePort())
    const url = `http://127.0.0.1:${port}`
    const postgres = opened.adopt(await PostgresServer.start({ settings }), (it) => it.remove())
    const redis = opened.adopt(await RedisServer.start(), (it) => it.end())
    const own = createOnPostgres(postgres)
    const database = opened.adopt(new ClusterDatabase(own.url), (it) => it.close())
    const servers: AppServer[] = []
    // One after another: the first one makes the tables, and a start takes a whole processor.
    for (let number = 0; number < count; number += 1) {
      const server = await AppServer.startOnDatabase(own, {
        REDIS_URL: redis.url,
        PUBLIC_URL: url,
        TRUST_PROXY: '1',
        DRAIN_MS: String(DRAIN_MS),
        ...environment,
      })
      servers.push(opened.adopt(server, (it) => it.remove()))
    }
    const ports = servers.map((server) => server.port)
    const nginx = opened.adopt(await startClusterNginx(port, ports), (it) => it.remove())
    return new Cluster({ url, servers, redis, postgres, database }, nginx, opened.move())
  }

  /** Ends all parts and removes what they had, in whatever state they are. */
  async remove(): Promise<void> {
    await this.#opened.disposeAsync()
  }

  /** Ends all parts at once, for a process that is itself ending. Their folders stay. */
  killAtOnce(): void {
    for (const server of this.servers)
      if (server.isRunning) process.kill(server.processId, 'SIGKILL')
    process.kill(this.redis.processId, 'SIGKILL')
    // The first process of each of these ends the others.
    process.kill(this.postgres.processId, 'SIGQUIT')
    process.kill(this.#nginx.processId, 'SIGTERM')
  }

  /** The number of the server that has started this session, by its log; undefined if none says so. */
  serverOf(sessionId: string): number | undefined {
    const number = this.servers.findIndex(({ output }) => hasStarted(output, sessionId))
    return number === -1 ? undefined : number
  }
}

function hasStarted(output: string, sessionId: string): boolean {
  const name = `"sessionId":"${sessionId}"`
  for (let at = output.indexOf(name); at !== -1; at = output.indexOf(name, at + 1)) {
    const end = output.indexOf('\n', at)
    const line = output.slice(output.lastIndexOf('\n', at) + 1, end === -1 ? undefined : end)
    if (line.includes('"stream started"')) return true
  }
  return false
}
