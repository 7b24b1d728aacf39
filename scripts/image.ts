/**
 * `npm run image`: carries out the Dockerfile without Docker. Its build stage runs in a plain folder,
 * with an installation of its own, and the tests of the image run on what comes of it.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buildContextOf } from './image/build-context.ts'
import { readDockerfile } from './image/read-dockerfile.ts'
import { runStage } from './image/run-stage.ts'
import { root, runCommand } from './programs/run-command.mjs'

const [build] = readDockerfile(await readFile(path.join(root, 'Dockerfile'), 'utf8'))
if (!build) throw new Error('the Dockerfile has no stages')
const folder = await mkdtemp(path.join(tmpdir(), 'fullstop-build-'))
try {
  await runStage(build, folder, { context: buildContextOf(root) })
  const words = ['test', '--no-deps', '--project=behaviour', 'image.spec']
  process.exitCode = await runCommand('playwright', words, { env: { IMAGE_BUILD: folder } })
} finally {
  await rm(folder, { recursive: true, force: true })
}
