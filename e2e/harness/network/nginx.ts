import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findNginx } from '@/scripts/ensure/ensure-nginx.mjs'

const START_DEADLINE = 10_000

/** Undefined if nginx is not installed. */
export const nginxProgram = findNginx()

type Configuration = { port: number; server: string; files?: Record<string, string> }

/** An nginx in a process and a folder of its own. */
export class Nginx {
  readonly #folder: string
  readonly #process: ChildProcess
  #output = ''

  private constructor(folder: string, program: string) {
    this.#folder = folder
    this.#process = spawn(program, ['-p', folder, '-c', path.join(folder, 'nginx.conf')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    this.#process.stderr?.on('data', (text: Buffer) => {
      this.#output += text.toString()
    })
  }

  /**
   * Starts nginx, and resolves when it listens on `port`, which the `server { … }` of its
   * configuration must name. The files lie in the folder of the configuration.
   */
  static async start({ port, server, files = {} }: Configuration): Promise<Nginx> {
    if (nginxProgram === undefined) throw new Error('nginx is not installed')
    const folder = await mkdtemp(path.join(tmpdir(), 'fullstop-nginx-'))
    const contents = { ...files, 'nginx.conf': configurationWith(server) }
    for (const [name, content] of Object.entries(contents)) {
      await writeFile(path.join(folder, name), content)
    }
    const nginx = new Nginx(folder, nginxProgram)
    const giveUpAt = performance.now() + START_DEADLINE
    while (!(await accepts(port))) {
      if (nginx.#isGone || performance.now() > giveUpAt) {
        await nginx.remove()
        throw new Error(`nginx did not start:\n${nginx.#output}`)
      }
      await pause(20)
    }
    return nginx
  }

  /** The first process, which ends the others. */
  get processId(): number {
    if (this.#process.pid === undefined) throw new Error('nginx does not run')
    return this.#process.pid
  }

  /** Ends the process and removes its files. */
  async remove(): Promise<void> {
    if (!this.#isGone) {
      const gone = once(this.#process, 'exit')
      this.#process.kill('SIGTERM')
      await gone
    }
    await rm(this.#folder, { recursive: true, force: true })
  }

  get #isGone(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null
  }
}

/** No more than nginx needs to run beside others, in a folder that only this user may enter. */
function configurationWith(server: string): string {
  return `
    daemon off;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    pid nginx.pid;
    error_log stderr;
    events {}
    http {
      access_log off;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      ${server}
    }
  `
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
