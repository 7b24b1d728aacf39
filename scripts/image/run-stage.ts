import { spawnSync } from 'node:child_process'
import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { systemPath } from '../programs/run-command.mjs'
import type { BuildContext } from './build-context.ts'
import { execWords, type Instruction, type Stage } from './read-dockerfile.ts'

/** Where on this machine a path of an image is. */
export type Place = (imagePath: string) => string

/** What a stage has made, and how its containers are to be started. */
export type Image = {
  place: Place
  workdir: string
  /** The variables of `ENV`. */
  environment: Record<string, string>
  /** The ID of the user whom `USER` names. */
  user: string
  command: string[]
  healthCheck: string[]
  volumes: string[]
}

export type StageOptions = {
  context: BuildContext
  /** What the earlier stages have made, by their names. */
  earlier?: Record<string, Place>
  /** Values for `ARG`, as `--build-arg` has them. */
  buildArguments?: Record<string, string>
}

type Build = Required<StageOptions> & { image: Image; variables: Record<string, string> }

type Step = (build: Build, instruction: Instruction) => Promise<void> | void

/**
 * Carries a stage of a Dockerfile out without Docker, in a folder that stands for the root of its file
 * system. `RUN` uses this process's Node and the programs of this machine. Throws at an instruction that
 * a folder has no equivalent of, and where a command fails.
 */
export async function runStage(stage: Stage, root: string, options: StageOptions): Promise<Image> {
  const image: Image = {
    place: (imagePath) => path.join(root, imagePath),
    workdir: '/',
    environment: {},
    user: '0',
    command: [],
    healthCheck: [],
    volumes: [],
  }
  const build: Build = { earlier: {}, buildArguments: {}, ...options, image, variables: {} }
  await mkdir(root, { recursive: true })
  for (const instruction of stage.instructions) {
    const step = steps[instruction.name]
    if (!step) throw new Error(`a folder has no equivalent of ${instruction.name}`)
    await step(build, instruction)
  }
  return image
}

/** A link leads where it led, but in the copy. */
const keepingLinks = { recursive: true, verbatimSymlinks: true }

const steps: Record<string, Step> = {
  async WORKDIR({ image }, { text }) {
    image.workdir = path.posix.resolve(image.workdir, text)
    await mkdir(image.place(image.workdir), { recursive: true })
  },
  async COPY({ image, context, earlier }, { flags, text }) {
    const sources = text.split(/\s+/)
    const target = image.place(path.posix.resolve(image.workdir, sources.pop() ?? ''))
    const { from } = flags
    for (const source of sources) {
      if (from === undefined) await context.copy(source, target)
      else await cp(placeOf(earlier, from)(source), target, keepingLinks)
    }
  },
  RUN({ image, variables }, { text: command }) {
    if (/(^|[\s=])\//.test(command)) throw new Error(`this names a path outside: ${command}`)
    const { status, error } = spawnSync('sh', ['-c', command], {
      cwd: image.place(image.workdir),
      env: {
        ...process.env,
        PATH: [path.dirname(process.execPath), systemPath()].join(path.delimiter),
        ...variables,
        ...image.environment,
      },
      stdio: 'inherit',
    })
    if (error) throw error
    if (status !== 0) throw new Error(`${command}: exit code ${status}`)
  },
  ARG({ variables, buildArguments }, { text }) {
    for (const [name, value] of pairsOf(text)) variables[name] = buildArguments[name] ?? value
  },
  ENV({ image }, { text }) {
    Object.assign(image.environment, Object.fromEntries(pairsOf(text)))
  },
  USER({ image, variables }, { text }) {
    image.user = text.replace(/^\$(\w+)$/, (written, name: string) => variables[name] ?? written)
  },
  VOLUME({ image }, { text }) {
    image.volumes.push(text)
  },
  HEALTHCHECK({ image }, { text }) {
    image.healthCheck = execWords(text.replace(/^CMD\s+/, ''))
  },
  CMD({ image }, { text }) {
    image.command = execWords(text)
  },
  EXPOSE() {
    // Says what the server listens on, and changes nothing.
  },
}

function placeOf(earlier: Record<string, Place>, stage: string): Place {
  const place = earlier[stage]
  if (!place) throw new Error(`no stage is called ${stage}`)
  return place
}

/** The pairs of `ENV A=1 B=2`. */
function pairsOf(text: string): [name: string, value: string][] {
  return text.split(/\s+/).map((pair) => {
    const [name = '', value = ''] = pair.split('=', 2)
    return [name, value]
  })
}
