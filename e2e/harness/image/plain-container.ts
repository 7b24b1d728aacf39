import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { pathsOf, runs } from '@/scripts/programs/find-program.mjs'
import { freePort } from '../server/free-port'
import { untilReady } from '../server/until-ready'
import { isRoot, type PlainImage } from './plain-image'

type Ran = { exitCode: number | null; said: string }

/** The folder of an npm that runs; the image's base has one, too. */
const npmFolder = path.dirname(pathsOf(['npm']).find((npm) => runs(npm, '--version')) ?? '')

/**
 * A container of a plain image: its own Node, home, user and variables, on code that it cannot write,
 * with a umask that hides nothing. What it does not have is Docker's walls.
 */
export class PlainContainer {
  readonly port: number
  readonly #image: PlainImage
  readonly #variables: Record<string, string>
  #server: ChildProcess | undefined
  #output = ''

  private constructor(image: PlainImage, port: number, variables: Record<string, string>) {
    this.port = port
    this.#image = image
    this.#variables = variables
  }

  /** A container with an empty volume, which does not run yet. */
  static async create(
    image: PlainImage,
    variables: Record<string, string> = {},
  ): Promise<PlainContainer> {
    return new PlainContainer(image, await freePort(), variables)
  }

  get url(): string {
    return `http://localhost:${this.port}`
  }

  /** Everything that the server has written to its standard output and error. */
  get output(): string {
    return this.#output
  }

  /** The path of a file in the image's working folder. */
  file(name: string): string {
    return this.#image.place(path.posix.join(this.#image.workdir, name))
  }

  /** Starts the image's command, and resolves when the server is ready. */
  async start(): Promise<void> {
    const before = this.#output.length
    const child = this.#spawn(this.#image.command, (text) => (this.#output += text))
    this.#server = child
    await untilReady(child, this.url, () => this.#output.slice(before))
  }

  /** Runs a shell's command, as `docker compose exec` and `run` do. */
  run(command: string): Promise<Ran> {
    return this.#ran(['sh', '-c', command])
  }

  /** Runs the image's health check. */
  checkHealth(): Promise<Ran> {
    return this.#ran(this.#image.healthCheck)
  }

  /** Sends SIGTERM, as `docker stop` does, and resolves with the exit code. */
  async stop(): Promise<number | null> {
    const child = this.#server
    if (!child || child.exitCode !== null) return null
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await gone
    return child.exitCode
  }

  /** Stops the server and empties the volumes. */
  async remove(): Promise<void> {
    await this.stop()
    for (const volume of this.#image.volumes.map(this.#image.place)) {
      for (const name of await readdir(volume)) {
        await rm(path.join(volume, name), { recursive: true })
      }
    }
  }

  async #ran(words: readonly string[]): Promise<Ran> {
    let said = ''
    const child = this.#spawn(words, (text) => (said += text))
    await once(child, 'close')
    return { exitCode: child.exitCode, said }
  }

  #spawn(words: readonly string[], onOutput: (text: string) => void): ChildProcess {
    const { place, workdir, environment, user } = this.#image
    const options: SpawnOptions = {
      cwd: place(workdir),
      env: {
        // Only until the image says what it is.
        NODE_ENV: 'test',
        PATH: [place('/usr/local/bin'), npmFolder, '/usr/bin', '/bin'].join(path.delimiter),
        HOME: place('/home/node'),
        // Docker names a container by its ID.
        HOSTNAME: '4f1d2c3b5a69',
        PORT: String(this.port),
        ...environment,
        ...this.#variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(isRoot && { uid: Number(user), gid: Number(user) }),
    }
    const child = spawn('sh', ['-c', 'umask 0; exec "$@"', 'sh', ...words], options)
    child.stdout?.setEncoding('utf8').on('data', onOutput)
    child.stderr?.setEncoding('utf8').on('data', onOutput)
    return child
  }
}
