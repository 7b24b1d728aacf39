import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { copyFile, mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  createAppDatabase,
  databaseFileIn,
  SELECT_MESSAGE,
  SELECT_SAVED_TEXTS,
  storedMessageIn,
  type AppDatabase,
  type MessageRow,
  type StoredMessage,
} from './app-database.ts'
import { freePort } from './free-port.ts'
import { untilReady } from './until-ready.ts'

const next = path.resolve('node_modules/next/dist/bin/next')

/** All tests come from one address, and some of them write a lot. */
const withoutLimits = {
  RATE_LIMIT_GUESTS: '100000',
  BUDGET_GUEST_TOKENS: 'off',
  BUDGET_USER_TOKENS: 'off',
  BUDGET_TOTAL_TOKENS: 'off',
}

/** The production build, running in a process of its own on a database of its own. */
export class AppServer {
  readonly folder: string
  readonly port: number
  readonly #environment: Record<string, string>
  readonly #database: AppDatabase
  /** The program that runs the server, with its arguments; empty if the server runs directly. */
  readonly #runner: readonly string[]
  #process: ChildProcess | undefined
  /** Resolves when the process is gone and all that it wrote has been read, which may be a moment later. */
  #closed: Promise<unknown> = Promise.resolve()
  #output = ''
  #readyInMs = Number.NaN

  private constructor(
    folder: string,
    port: number,
    environment: Record<string, string>,
    runner: readonly string[] = [],
    database = createAppDatabase(folder),
  ) {
    this.#database = database
    this.#runner = runner
    this.folder = folder
    this.port = port
    this.#environment = environment
  }

  /** Starts a server on a free port, and resolves when it is ready. */
  static async start(
    environment: Record<string, string> = {},
    /** The program that runs the server, for the server's folder. It must become the server. */
    runnerFor: (folder: string) => readonly string[] = () => [],
  ): Promise<AppServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'fullstop-'))
    const server = new AppServer(folder, await freePort(), environment, runnerFor(folder))
    await server.start()
    return server
  }

  /** Starts a server on a free port and a database that others may have, too. */
  static async startOnDatabase(
    database: AppDatabase,
    environment: Record<string, string>,
  ): Promise<AppServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'fullstop-'))
    const server = new AppServer(folder, await freePort(), environment, [], database)
    await server.start()
    return server
  }

  /** Starts a server on the database and port of another that has ended. */
  static async startOn(ended: AppServer, environment: Record<string, string>): Promise<AppServer> {
    const server = new AppServer(ended.folder, ended.port, environment, [], ended.#database)
    await server.start()
    return server
  }

  /** Starts a server on a copy of this database file. */
  static async startOnCopy(
    databaseFile: string,
    environment: Record<string, string>,
  ): Promise<AppServer> {
    const folder = await mkdtemp(path.join(tmpdir(), 'fullstop-'))
    const server = new AppServer(folder, await freePort(), environment)
    try {
      await copyFile(databaseFile, server.databaseFile)
      // Else the disk would still be writing the copy when the server saves.
      const copy = await open(server.databaseFile, 'r+')
      await copy.sync()
      await copy.close()
      await server.start()
      return server
    } catch (error) {
      await server.remove()
      throw error
    }
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  get databaseFile(): string {
    return databaseFileIn(this.folder)
  }

  /** The variables with which a script uses the database of this server. */
  get databaseVariables(): Record<string, string> {
    return this.#database.variables
  }

  /** Everything that the server has written to its standard output and error. */
  get output(): string {
    return this.#output
  }

  get processId(): number {
    if (this.#process?.pid === undefined) throw new Error('the server does not run')
    return this.#process.pid
  }

  /** Whether the process is there, though it may be frozen. */
  get isRunning(): boolean {
    const child = this.#process
    return child !== undefined && child.exitCode === null && child.signalCode === null
  }

  /** How long the latest start took until the server was ready, in milliseconds. */
  get readyInMs(): number {
    return this.#readyInMs
  }

  /** The resident memory, in bytes. */
  get memory(): number {
    return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(this.processId)])) * 1024
  }

  /** Starts the server, again on the same database and port. */
  async start(): Promise<void> {
    const command = [process.execPath, next, 'start', '--port', String(this.port)]
    const [program, ...programArguments] = [...this.#runner, ...command]
    const startedAt = performance.now()
    if (program === undefined) throw new Error('there is nothing to run')
    const child = spawn(program, programArguments, {
      env: {
        PATH: process.env['PATH'] ?? '',
        NODE_ENV: 'production',
        NEXT_TELEMETRY_DISABLED: '1',
        NEXT_MANUAL_SIG_HANDLE: '1',
        // Compiling the same scripts for every server would be half the time of its start.
        NODE_COMPILE_CACHE: path.join(tmpdir(), 'fullstop-compile-cache'),
        ...this.#database.variables,
        ...withoutLimits,
        // Any suite can be tried without the lane.
        STREAM_FAST_LANE: process.env['STREAM_FAST_LANE'] ?? 'on',
        ...this.#environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#process = child
    this.#closed = once(child, 'close')
    const keep = (text: Buffer) => {
      this.#output += text.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const before = this.#output.length
    await untilReady(child, this.url, () => this.#output.slice(before))
    this.#readyInMs = performance.now() - startedAt
  }

  /** From now on the process stands still, with its connections open. */
  freeze(): void {
    this.#process?.kill('SIGSTOP')
  }

  /** The process goes on as if no time had passed. */
  thaw(): void {
    this.#process?.kill('SIGCONT')
  }

  /** Sends the signal; resolves with the exit code once the process is gone and its output complete. */
  async end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL' = 'SIGTERM'): Promise<number | null> {
    const child = this.#process
    if (!child || !this.isRunning) return null
    child.kill(signal)
    this.thaw()
    await this.#closed
    return child.exitCode
  }

  /** Ends the server and removes its files. */
  async remove(): Promise<void> {
    await this.end()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** Reads the database from outside, as it is at this moment. */
  query<Row>(sql: string, ...values: unknown[]): Row[] {
    return this.#database.query<Row>(sql, ...values)
  }

  /** The stored message: status, end reason and the text of its text parts. */
  storedMessage(messageId: string): StoredMessage {
    return storedMessageIn(this.query<MessageRow>(SELECT_MESSAGE, messageId))
  }

  /** The texts of a running answer that are saved so far; none once it has ended. */
  savedTexts(messageId: string): string[] {
    return this.query<{ text: string }>(SELECT_SAVED_TEXTS, messageId).map(({ text }) => text)
  }
}
