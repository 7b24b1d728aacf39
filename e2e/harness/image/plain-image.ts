import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildContextOf } from '@/scripts/image/build-context.ts'
import { readDockerfile, type Stage } from '@/scripts/image/read-dockerfile.ts'
import { runStage, type Image, type Place } from '@/scripts/image/run-stage.ts'
import { root } from '@/scripts/programs/run-command.mjs'

/** The image of the Dockerfile, in a folder of this machine. */
export type PlainImage = Image & {
  /** Every file and folder of the image itself, without what is in its volumes. */
  list(): Promise<string[]>
  remove(): Promise<void>
}

/**
 * Makes the image's last stage. The build stage is the build of this repository, or the one in the
 * folder that `IMAGE_BUILD` names, which `scripts/image.ts` makes.
 */
export async function makePlainImage(): Promise<PlainImage> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fullstop-image-'))
  // The user of the image must be able to come in.
  await chmod(folder, 0o755)
  const [build, last] = readDockerfile(await readFile(path.join(root, 'Dockerfile'), 'utf8'))
  if (!build || !last) throw new Error('the Dockerfile has no two stages')
  const image = await runStage(last, folder, {
    context: buildContextOf(root),
    earlier: { [build.name]: placeOfBuild(build) },
    buildArguments: isRoot ? {} : { USER_ID: String(process.getuid?.()) },
  })
  await addNode(image.place)
  return {
    ...image,
    list: () => listFiles(folder, image.volumes.map(image.place)),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** Only root can start a program as another user; anybody else is the image's user. */
export const isRoot = process.getuid?.() === 0

function placeOfBuild({ instructions }: Stage): Place {
  const built = process.env['IMAGE_BUILD']
  if (built !== undefined) return (imagePath) => path.join(built, imagePath)
  const workdir = instructions.find(({ name }) => name === 'WORKDIR')?.text ?? '/'
  return (imagePath) => path.join(root, path.posix.relative(workdir, imagePath))
}

/** What the base image brings: Node, and a home, which here nobody can write to. */
async function addNode(place: Place): Promise<void> {
  await mkdir(place('/home/node'), { recursive: true })
  await mkdir(place('/usr/local/bin'), { recursive: true })
  await copyFile(process.execPath, place('/usr/local/bin/node'))
}

async function listFiles(folder: string, without: readonly string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !without.some((volume) => file.startsWith(volume + path.sep)))
    .toSorted()
}
