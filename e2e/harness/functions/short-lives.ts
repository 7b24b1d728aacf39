import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Server as TcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { passedHeaders } from '@/e2e/harness/network/forward'
import { createAppDatabase, type AppDatabase } from '@/e2e/harness/server/app-database'
import { AppServer } from '@/e2e/harness/server/app-server'
import vercelConfig from '@/vercel.json' with { type: 'json' }
import { FunctionInstance } from './function-instance'

/** The address that the platform says a request comes from. */
const CLIENT_ADDRESS = '203.0.113.7'

type Settings = {
  environment: Record<string, string>
  /** The most processes at a time. Each request comes to any of them. */
  instances: number
  /** How long a request may be at work, in milliseconds. */
  longestMs: number
}

/**
 * A platform like Vercel's on this machine. Each request comes to some process, which stands still (SIGSTOP) as
 * soon as it has no open response and nothing that a request waits for; a request that is at work for too long
 * ends its process; a retired process has 500 ms; and that a client has left is told only where vercel.json says
 * so. A process starts with the first request that finds none.
 */
export class ShortLives {
  readonly #settings: Settings
  readonly #database: AppDatabase
  readonly #folder: string
  readonly #control: TcpServer
  readonly #proxy = createServer((incoming, outgoing) => void this.#pass(incoming, outgoing))
  readonly #instances: FunctionInstance[] = []
  #starting: Promise<FunctionInstance> | undefined
  readonly #asked: string[] = []

  private constructor(settings: Settings, folder: string) {
    this.#settings = settings
    this.#folder = folder
    this.#database = createAppDatabase(folder)
    this.#control = createTcpServer((socket) => {
      socket.on('error', () => {})
      createInterface({ input: socket }).on('line', (line) => {
        this.#hear(JSON.parse(line) as { process: number; request: string; holds: number })
      })
    })
  }

  static async start(settings: Settings): Promise<ShortLives> {
    const platform = new ShortLives(settings, await mkdtemp(path.join(tmpdir(), 'fullstop-')))
    platform.#control.listen(0, '127.0.0.1')
    platform.#proxy.listen(0)
    await Promise.all([once(platform.#control, 'listening'), once(platform.#proxy, 'listening')])
    return platform
  }

  get url(): string {
    return `http://localhost:${portOf(this.#proxy)}`
  }

  /** The processes that have not ended. */
  get living(): readonly FunctionInstance[] {
    return this.#instances.filter(({ isGone }) => !isGone)
  }

  /** How many processes have started. */
  get started(): number {
    return this.#instances.length
  }

  /** The paths of all requests, in the order in which they came. */
  get asked(): readonly string[] {
    return this.#asked
  }

  /** Whether every process stands still. */
  get isStill(): boolean {
    return this.living.every(({ isFrozen }) => isFrozen)
  }

  /** Everything that the processes have written. */
  get output(): string {
    return this.#instances.map(({ server }) => server.output).join('')
  }

  /** Reads the database from outside, without a request. */
  query<Row>(sql: string, ...values: unknown[]): Row[] {
    return this.#database.query<Row>(sql, ...values)
  }

  async end(): Promise<void> {
    this.#proxy.closeAllConnections()
    this.#proxy.close()
    for (const { server } of this.#instances) {
      await server.end('SIGKILL')
      await server.remove()
    }
    this.#control.close()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #someInstance(): Promise<FunctionInstance> {
    const { living } = this
    if (living.length > 0 && living.length >= this.#settings.instances) return anyOf(living)
    this.#starting ??= this.#startInstance().finally(() => {
      this.#starting = undefined
    })
    return this.#starting
  }

  async #startInstance(): Promise<FunctionInstance> {
    const preload = pathToFileURL(path.resolve('e2e/harness/functions/request-context.ts'))
    const server = await AppServer.start({
      ...this.#database.variables,
      VERCEL: '1',
      NODE_OPTIONS: `--import ${preload.href}`,
      SHORT_LIVES_PORT: String(portOf(this.#control)),
      ...this.#settings.environment,
    })
    const instance = new FunctionInstance(server)
    this.#instances.push(instance)
    return instance
  }

  #hear(news: { process: number; request: string; holds: number }): void {
    const instance = this.living.find(({ server }) => server.processId === news.process)
    instance?.hear(news.request, news.holds)
  }

  async #pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { url = '/' } = incoming
    const name = String(this.#asked.push(url))
    const hearsOfLeaving = hearsOfLeavingAt(url)
    let hasLeft = false
    outgoing.once('close', () => {
      hasLeft = true
    })
    try {
      const instance = await this.#someInstance()
      instance.begin(name, this.#settings.longestMs)
      const { method, headers } = incoming
      const passed = request({
        host: '127.0.0.1',
        port: instance.server.port,
        method,
        path: url,
        headers: { ...headers, 'x-short-lives': name, 'x-forwarded-for': CLIENT_ADDRESS },
        agent: false,
      })
      const answered = once(passed, 'response') as Promise<[IncomingMessage]>
      const leave = () => {
        if (hearsOfLeaving) passed.destroy()
      }
      outgoing.once('close', leave)
      if (hasLeft) leave()
      incoming.pipe(passed)
      const [response] = await answered
      outgoing.writeHead(response.statusCode ?? 0, passedHeaders(response.headers))
      outgoing.flushHeaders()
      // Whether or not the client still reads: the process does not hear of it.
      for await (const chunk of response) if (!hasLeft) outgoing.write(chunk)
      outgoing.end()
    } catch {
      // The process was ended, or one side has left: the other one must know it.
      outgoing.destroy()
    }
  }
}

/** The paths on which a process hears that its client has left. */
const paths = Object.entries(vercelConfig.functions)
  .filter(([, settings]) => 'supportsCancellation' in settings && settings.supportsCancellation)
  .map(([file]) => {
    const route = file.replace(/^app/, '').replace(/\/route\.ts$/, '')
    return new RegExp(`^${route.replaceAll(/\[\w+\]/g, '[^/]+')}$`)
  })

function hearsOfLeavingAt(url: string): boolean {
  const asked = url.split('?')[0] ?? ''
  return paths.some((one) => one.test(asked))
}

function anyOf<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)]
  if (item === undefined) throw new Error('there is none')
  return item
}

function portOf(server: { address(): ReturnType<TcpServer['address']> }): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}
