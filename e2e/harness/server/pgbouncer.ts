import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { findPgBouncer } from '@/scripts/ensure/ensure-pgbouncer.mjs'
import { freePort } from './free-port'
import { serviceAccount } from './service-account'

/** Undefined if PgBouncer is not installed. */
export const pgBouncerProgram = findPgBouncer()

/** A PgBouncer in a process and a folder of its own, in transaction mode: each transaction gets any connection. */
export class PgBouncer {
  readonly #port: number
  readonly #folder: string
  readonly #process: ChildProcess

  private constructor(port: number, folder: string, program: string) {
    this.#port = port
    this.#folder = folder
    this.#process = spawn(program, [path.join(folder, 'pgbouncer.ini')], {
      // It refuses to run as root.
      ...serviceAccount(),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  }

  /** Starts it before the PostgreSQL at this URL, with so many connections to each of its databases. */
  static async start(postgresUrl: string, connections: number): Promise<PgBouncer> {
    if (pgBouncerProgram === undefined) throw new Error('PgBouncer is not installed')
    const { hostname, port, username } = new URL(postgresUrl)
    const folder = mkdtempSync(path.join(tmpdir(), 'fullstop-pgbouncer-'))
    const ownPort = await freePort()
    const settings = `
[databases]
* = host=${hostname} port=${port} user=${username}
[pgbouncer]
pool_mode = transaction
max_client_conn = 1000
default_pool_size = ${connections}
listen_addr = 127.0.0.1
listen_port = ${ownPort}
unix_socket_dir =
auth_type = any
`
    writeFileSync(path.join(folder, 'pgbouncer.ini'), settings)
    const account = serviceAccount()
    if (account) chownSync(folder, account.uid, account.gid)
    const pooler = new PgBouncer(ownPort, folder, pgBouncerProgram)
    await pooler.#ready()
    return pooler
  }

  /** The address of a database behind it. */
  url(database = 'postgres'): string {
    return `postgres://fullstop@127.0.0.1:${this.#port}/${database}`
  }

  /** Ends the process and removes its files. */
  async remove(): Promise<void> {
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const gone = once(this.#process, 'exit')
      this.#process.kill('SIGKILL')
      await gone
    }
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #ready(): Promise<void> {
    const { stderr } = this.#process
    if (!stderr) throw new Error('PgBouncer has no output')
    let said = ''
    for await (const line of createInterface({ input: stderr })) {
      said += `${line}\n`
      if (line.includes('process up')) {
        stderr.resume()
        return
      }
    }
    throw new Error(`PgBouncer did not start:\n${said}`)
  }
}
