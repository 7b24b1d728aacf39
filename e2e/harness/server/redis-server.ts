import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { findRedis } from '@/scripts/ensure/ensure-redis.mjs'
import { freePort } from './free-port'

/** Undefined if Redis is not installed. */
export const redisProgram = findRedis()

/** A Redis in a process of its own that keeps nothing on disk. */
export class RedisServer {
  readonly url: string
  readonly #port: number
  #process: ChildProcess | undefined

  private constructor(port: number) {
    this.#port = port
    this.url = `redis://127.0.0.1:${port}`
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort())
    await server.start()
    return server
  }

  /** Starts the process, again on the same port and empty. */
  async start(): Promise<void> {
    if (redisProgram === undefined) throw new Error('Redis is not installed')
    const settings = ['--port', String(this.#port), '--bind', '127.0.0.1', '--save', '']
    const child = spawn(redisProgram, settings, { stdio: ['ignore', 'pipe', 'inherit'] })
    this.#process = child
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.includes('Ready to accept connections')) break
    }
    child.stdout.resume()
  }

  get processId(): number {
    if (this.#process?.pid === undefined) throw new Error('Redis does not run')
    return this.#process.pid
  }

  /** From now on Redis accepts connections and commands, and answers none of them. */
  freeze(): void {
    this.#process?.kill('SIGSTOP')
  }

  /** Redis goes on with the commands that it was sent meanwhile. */
  thaw(): void {
    this.#process?.kill('SIGCONT')
  }

  /** Deletes all that Redis holds. Its connections and subscriptions stay. */
  async empty(): Promise<void> {
    const socket = connect(this.#port, '127.0.0.1')
    socket.write('FLUSHALL\r\n')
    let answer = ''
    socket.setEncoding('utf8').on('data', (text) => {
      answer += text
      socket.end()
    })
    await once(socket, 'close')
    if (!answer.startsWith('+OK')) throw new Error(`Redis says ${answer}`)
  }

  async end(): Promise<void> {
    await this.#endBy('SIGTERM')
  }

  /** Ends the process as a crash does. */
  async kill(): Promise<void> {
    await this.#endBy('SIGKILL')
  }

  async #endBy(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    this.thaw()
    await gone
  }
}
