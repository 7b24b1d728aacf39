import { mkdir, mkdtemp, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildContextOf } from './build-context.ts'
import { readDockerfile } from './read-dockerfile.ts'
import { runStage, type StageOptions } from './run-stage.ts'

let machine: string
let root: string

beforeEach(async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'run-stage-'))
  machine = path.join(folder, 'machine')
  root = path.join(folder, 'root')
  await mkdir(path.join(machine, 'app'), { recursive: true })
  await writeFile(path.join(machine, '.dockerignore'), '# Only these\n*\n!app\n!package.json\n')
  await writeFile(path.join(machine, 'app/page.ts'), 'page')
  await writeFile(path.join(machine, 'package.json'), '{}')
  await writeFile(path.join(machine, '.env.local'), 'OPENAI_API_KEY=secret')
})

afterEach(() => rm(path.dirname(machine), { recursive: true }))

function run(lines: string[], options: Partial<StageOptions> = {}) {
  const [stage] = readDockerfile(['FROM node:24-slim', ...lines].join('\n'))
  if (!stage) throw new Error('there is no stage')
  return runStage(stage, root, { context: buildContextOf(machine), ...options })
}

const contentOf = (name: string) => readFile(path.join(root, name), 'utf8')

test('a stage copies what .dockerignore lets through, and no secret', async () => {
  await run(['WORKDIR /app', 'COPY package.json ./', 'COPY . all'])
  expect(await contentOf('app/package.json')).toBe('{}')
  expect(await contentOf('app/all/app/page.ts')).toBe('page')
  await expect(stat(path.join(root, 'app/all/.env.local'))).rejects.toThrow('ENOENT')
  await expect(run(['COPY .env.local ./'])).rejects.toThrow('does not let .env.local through')
})

test('a stage copies the contents of a folder of an earlier stage, with links that lead nowhere else', async () => {
  const earlier = { build: (imagePath: string) => path.join(machine, imagePath) }
  await symlink('page.ts', path.join(machine, 'app/link.ts'))
  await run(['WORKDIR /app', 'COPY --from=build /app ./'], { earlier })
  expect(await contentOf('app/page.ts')).toBe('page')
  expect(await readlink(path.join(root, 'app/link.ts'))).toBe('page.ts')
  await expect(run(['COPY --from=other /app ./'])).rejects.toThrow('no stage is called other')
})

test('a command runs in the folder of its stage, with the stage\u2019s variables', async () => {
  const lines = [
    'ARG OWNER=1000',
    'ENV LEVEL=info A=1',
    'WORKDIR /app',
    'RUN echo $OWNER $LEVEL > said',
  ]
  const image = await run([...lines, 'USER $OWNER'], { buildArguments: { OWNER: '7', ODD: '8' } })
  expect(await contentOf('app/said')).toBe('7 info\n')
  expect(image).toMatchObject({
    user: '7',
    workdir: '/app',
    environment: { LEVEL: 'info', A: '1' },
  })
})

test('a stage ends where a command fails, or a folder is no place for an instruction', async () => {
  await expect(run(['RUN exit 3'])).rejects.toThrow('exit 3: exit code 3')
  await expect(run(['RUN rm -r /etc/x'])).rejects.toThrow('names a path outside')
  await expect(run(['ADD a b'])).rejects.toThrow('no equivalent of ADD')
})
