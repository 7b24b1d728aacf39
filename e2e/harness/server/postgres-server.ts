import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { findPostgres } from '@/scripts/ensure/ensure-postgres.mjs'
import { askPostgres } from './ask-postgres'
import { freePort } from './free-port'
import { serviceAccount } from './service-account'
import { fillDiskOf, hasSmallDisks, withSmallDisk } from './small-disk'

/** The folder of PostgreSQL's programs; undefined if it is not installed. */
const programs = findPostgres()

const ALWAYS = [
  'max_connections=200',
  'listen_addresses=127.0.0.1',
  'password_encryption=scram-sha-256',
]

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

type PostgresOptions = {
  settings?: keyof typeof settings
  /** Gives it the tablespace `small`, on a disk of that size, for as long as it runs. */
  smallDiskMegabytes?: number
}

/** The one user who has to give a password. */
export const GUARDED = 'guarded'

/** A PostgreSQL of a test's own, in processes of its own and a folder that is gone with it. */
export class PostgresServer {
  readonly #folder: string
  readonly #port: number
  readonly #options: PostgresOptions
  #process: ChildProcess | undefined

  private constructor(folder: string, port: number, options: PostgresOptions) {
    this.#folder = folder
    this.#port = port
    this.#options = options
  }

  static readonly isInstalled = programs !== undefined

  /** Whether this machine lets us give a PostgreSQL a small disk. */
  static get hasSmallDisks(): boolean {
    return hasSmallDisks(withSmallDisk('/mnt', 1, serviceAccount()))
  }

  /** Makes an empty server and starts it, in about two seconds. */
  static async start(options: PostgresOptions = {}): Promise<PostgresServer> {
    const folder = mkdtempSync(path.join(tmpdir(), 'fullstop-postgres-'))
    const server = new PostgresServer(folder, await freePort(), options)
    const account = serviceAccount()
    mkdirSync(server.#smallDisk)
    if (account) {
      for (const owned of [folder, server.#smallDisk]) chownSync(owned, account.uid, account.gid)
    }
    const form = ['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync']
    execFileSync(
      server.#program('initdb'),
      ['--pgdata', server.#data, '--username', 'fullstop', '--auth', 'trust', ...form],
      { ...account, stdio: 'ignore' },
    )
    const access = path.join(server.#data, 'pg_hba.conf')
    const guarded = `host all ${GUARDED} all scram-sha-256\n`
    // The first line that fits counts.
    writeFileSync(access, guarded + readFileSync(access, 'utf8'))
    await server.start()
    if (options.smallDiskMegabytes !== undefined) {
      server.ask(`CREATE TABLESPACE small LOCATION '${server.#smallDisk}'`)
    }
    return server
  }

  /** The address of one of its databases, for a user of whom it asks no password, or for this one. */
  url(database = 'postgres', user = 'fullstop'): string {
    return `postgres://${user}@127.0.0.1:${this.#port}/${database}`
  }

  /** Runs statements as its superuser, and returns what they say. */
  ask(sql: string, database?: string): string {
    return askPostgres(this.url(database), sql)
  }

  /** Starts the server, again on the same port and with all that it had. */
  async start(): Promise<void> {
    const account = serviceAccount()
    const { settings: chosen = 'safe', smallDiskMegabytes: megabytes } = this.#options
    const runner = megabytes === undefined ? [] : withSmallDisk(this.#smallDisk, megabytes, account)
    const socket = `unix_socket_directories=${this.#folder}`
    const set = [...ALWAYS, ...settings[chosen], socket]
    const [program = '', ...programArguments] = [
      ...runner,
      this.#program('postgres'),
      '-D',
      this.#data,
      '-p',
      String(this.#port),
      ...set.flatMap((setting) => ['-c', setting]),
    ]
    const child = spawn(program, programArguments, {
      // The runner becomes that account itself.
      ...(megabytes === undefined && account),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#process = child
    for await (const line of createInterface({ input: child.stderr })) {
      if (line.includes('ready to accept connections')) break
    }
    child.stderr.resume()
  }

  /** Fills its small disk. `makeRoom` undoes that. */
  fillSmallDisk(): { makeRoom(): void } {
    return fillDiskOf({ processId: this.processId, folder: this.#smallDisk })
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

  get #smallDisk(): string {
    return path.join(this.#folder, 'small')
  }

  #program(name: string): string {
    if (programs === undefined) throw new Error('PostgreSQL is not installed')
    return path.join(programs, name)
  }
}
