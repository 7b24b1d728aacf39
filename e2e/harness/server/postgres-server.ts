import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { findPostgres } from '@/scripts/ensure/ensure-postgres.mjs'
import { freePort } from './free-port'

/** The folder of PostgreSQL's programs; undefined if it is not installed. */
const programs = findPostgres()

/** The account of Debian's package: PostgreSQL refuses to run as root. */
const SERVICE_ACCOUNT = 'postgres'

const ALWAYS = ['max_connections=200', 'listen_addresses=127.0.0.1']

/** No test cuts the power, so the disk need not be waited for. */
const WITHOUT_POWER_CUTS = ['fsync=off', 'full_page_writes=off']

/** It would look at the tables, and change plans, at some moment of a test. */
const WITHOUT_VACUUM = 'autovacuum=off'

const settings = {
  /** A stop at once may lose the latest commits. */
  quick: [...WITHOUT_POWER_CUTS, WITHOUT_VACUUM, 'synchronous_commit=off'],
  /** Every commit outlives a stop at once. */
  safe: [...WITHOUT_POWER_CUTS, WITHOUT_VACUUM],
  /** As a new installation has it. */
  standard: [],
} as const

type Settings = keyof typeof settings

/** A PostgreSQL of a test's own, in processes of its own and a folder that is gone with it. */
export class PostgresServer {
  readonly #folder: string
  readonly #port: number
  readonly #settings: Settings
  #process: ChildProcess | undefined

  private constructor(folder: string, port: number, settings: Settings) {
    this.#folder = folder
    this.#port = port
    this.#settings = settings
  }

  static readonly isInstalled = programs !== undefined

  /** Makes an empty server and starts it, in about two seconds. */
  static async start(chosen: Settings = 'quick'): Promise<PostgresServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'fullstop-postgres-'))
    const { uid, gid } = serviceAccount()
    if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid)
    const server = new PostgresServer(folder, await freePort(), chosen)
    const form = ['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync']
    execFileSync(
      server.#program('initdb'),
      ['--pgdata', server.#data, '--username', 'fullstop', '--auth', 'trust', ...form],
      { ...serviceAccount(), stdio: 'ignore' },
    )
    await server.start()
    return server
  }

  /** The address of one of its databases. */
  url(database = 'postgres'): string {
    return `postgres://fullstop@127.0.0.1:${this.#port}/${database}`
  }

  /** Starts the server, again on the same port and with all that it had. */
  async start(): Promise<void> {
    const socket = `unix_socket_directories=${this.#folder}`
    const set = [...ALWAYS, ...settings[this.#settings], socket]
    const child = spawn(
      this.#program('postgres'),
      ['-D', this.#data, '-p', String(this.#port), ...set.flatMap((setting) => ['-c', setting])],
      { ...serviceAccount(), stdio: ['ignore', 'ignore', 'pipe'] },
    )
    this.#process = child
    for await (const line of createInterface({ input: child.stderr })) {
      if (line.includes('ready to accept connections')) break
    }
    child.stderr.resume()
  }

  /** The first process, whose children work for the connections. */
  get processId(): number {
    if (this.#process?.pid === undefined) throw new Error('PostgreSQL does not run')
    return this.#process.pid
  }

  /** Ends the server at once, as a crash would, with all connections. */
  async stop(): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGQUIT')
    await gone
  }

  /** Ends the server and deletes all that it had. */
  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  get #data(): string {
    return path.join(this.#folder, 'data')
  }

  #program(name: string): string {
    if (programs === undefined) throw new Error('PostgreSQL is not installed')
    return path.join(programs, name)
  }
}

/** For the options of a process: the account that runs it, where that is not our own. */
function serviceAccount(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const idOf = (kind: '-u' | '-g') => Number(execFileSync('id', [kind, SERVICE_ACCOUNT]))
  return { uid: idOf('-u'), gid: idOf('-g') }
}
